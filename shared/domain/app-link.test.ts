import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTo, parseInvitation, parseLink, type Target } from './app-link.ts'

const target = fc.record({
  kind: fc.constantFrom<Target['kind']>('lead', 'conversation', 'message', 'note'),
  id: fc.uuid(),
})

test('a link leads to what it was made for, however its letters are written', () => {
  fc.assert(
    fc.property(target, (made) => {
      expect(parseLink(linkTo(made))).toEqual(made)
      expect(parseLink(linkTo({ ...made, id: made.id.toUpperCase() }))).toEqual(made)
    }),
  )
})

const ID = '0198f2c0-0000-7000-8000-000000000002'

test.each([
  '',
  'leadline:',
  'leadline://',
  `leadline://lead`,
  `leadline://lead/`,
  `leadline://lead/${ID}/`,
  `leadline://lead/${ID}/delete`,
  `leadline://lead/../conversation/${ID}x`,
  `leadline://lead/${ID}?then=delete`,
  `leadline://lead/${ID}#x`,
  `leadline://user:secret@lead/${ID}`,
  `leadline://lead:80/${ID}`,
  `leadline://settings/${ID}`,
  `leadline://__proto__/${ID}`,
  `leadline://lead/%30198f2c0-0000-7000-8000-000000000002`,
  `https://lead/${ID}`,
  `app://leadline/lead/${ID}`,
  `javascript:alert(1)//leadline://lead/${ID}`,
  `leadline://lead/${'0'.repeat(10_000)}`,
  `leadline://lead/${ID}\0`,
])('%j leads nowhere', (link) => expect(parseLink(link)).toBeNull())

test('nothing that is thrown at it passes or throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `leadline://${text}`),
      ),
      (link) => {
        expect(parseLink(link)).toBeNull()
      },
    ),
  )
})

const TOKEN = 'a1'.repeat(32)

test.each([`leadline://invitation#token=${TOKEN}`, `LEADLINE://invitation/#token=${TOKEN.toUpperCase()}`])(
  'the link of an invitation has its token: %s',
  (link) => {
    expect(parseInvitation(link)).toBe(TOKEN)
    expect(parseLink(link)).toBeNull()
  },
)

test.each([
  `leadline://invitation?token=${TOKEN}`,
  `leadline://invitation#token=${TOKEN}0`,
  `leadline://invitation#token=${TOKEN.slice(1)}`,
  `leadline://invitation#token=${TOKEN} --inspect=9229`,
  `leadline://invitation#token=${TOKEN}\n`,
  `leadline://invitation/x#token=${TOKEN}`,
  `leadline://evil@invitation#token=${TOKEN}`,
  `https://example.com/leadline://invitation#token=${TOKEN}`,
  `leadline://lead/${ID}`,
])('what is not exactly such a link has none: %j', (link) => {
  expect(parseInvitation(link)).toBeNull()
})

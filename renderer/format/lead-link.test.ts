import { expect, test } from 'vitest'
import { leadLink, parseLeadLink } from './lead-link.ts'
import { linkify } from './linkify.ts'

const id = (n: number) => `0198f2c0-0000-7000-8000-00000000000${n}`
const lead = { lead_id: id(1), message: null }
const message = { lead_id: id(1), message: { conversation_id: id(2), message_id: id(3) } }

test.each([lead, message])('a link reads back as what it was made of', (link) => {
  expect(parseLeadLink(leadLink(link))).toEqual(link)
})

test.each(['leadline://lead/', 'leadline://lead/../x', 'https://example.com', `leadline://lead/${id(1)}#message/x`])(
  '%s is no link of the app',
  (url) => expect(parseLeadLink(url)).toBeNull(),
)

test('a link in a note is recognised, without the full stop after it', () => {
  expect(linkify(`See ${leadLink(message)}.`)).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: leadLink(message), url: leadLink(message) },
    { kind: 'text', text: '.' },
  ])
})

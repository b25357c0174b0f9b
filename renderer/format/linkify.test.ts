import { expect, it } from 'vitest'
import { linkify } from './linkify.ts'

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === 'link' ? [[part.text, part.url]] : []))

it.each([
  ['See https://example.com/a?b=c#d.', [['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d']]],
  ['(https://example.com/x)', [['https://example.com/x', 'https://example.com/x']]],
  [
    'https://en.wikipedia.org/wiki/Lead_(line)',
    [['https://en.wikipedia.org/wiki/Lead_(line)', 'https://en.wikipedia.org/wiki/Lead_(line)']],
  ],
  ['http://example.com', [['http://example.com', 'https://example.com']]],
  [
    'write to ana.ruiz+cars@example.co.uk, thanks',
    [['ana.ruiz+cars@example.co.uk', 'mailto:ana.ruiz+cars@example.co.uk']],
  ],
  ['call +44 (0)20 7946-0123 today', [['+44 (0)20 7946-0123', 'tel:+4402079460123']]],
  ['javascript:alert(1) file:///etc/passwd data:text/html,x', []],
  ['https:// alone', []],
  ['it costs 12 500 000 or 2025-11-19', []],
])('finds the links in %s', (text, expected) => {
  expect(links(text)).toEqual(expected)
})

it('never changes the text', () => {
  const text = 'a https://x.example/ü, b@c.example\n<b>+1 555 010 0199</b>'
  expect(
    linkify(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})

it('stays fast on long runs of punctuation', () => {
  const started = performance.now()
  linkify(`https://example.com/${'!'.repeat(50_000)}`)
  linkify('a.'.repeat(50_000))
  expect(performance.now() - started).toBeLessThan(1000)
})

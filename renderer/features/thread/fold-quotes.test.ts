import { expect, it } from 'vitest'
import { foldQuotes } from './fold-quotes.ts'

it.each([
  ['an English client', 'Yes, please.\n\nOn Mon, 3 Nov 2025 at 10:01, Ana <a@b.example> wrote:\n> Shall I?\n> Ana'],
  [
    'one that breaks the line',
    'Yes, please.\n\nOn Mon, 3 Nov 2025 at 10:01, Ana Lima\n<a@b.example> wrote:\n> Shall I?',
  ],
  ['a German one', 'Yes, please.\r\n\r\nAm 03.11.2025 um 10:01 schrieb Ana Lima <a@b.example>:\r\n> Soll ich?'],
  ['a French one', 'Yes, please.\n\nLe 3 nov. 2025 à 10:01, Ana a écrit :\n> Oui ?'],
  ['Outlook', 'Yes, please.\n\nFrom: Ana Lima\nSent: Monday\nTo: Mia\nSubject: Offer\n\nShall I?'],
  ['a divider', 'Yes, please.\n\n-----Original Message-----\nShall I?'],
  ['bare marks at the end', 'Yes, please.\n\n> Shall I?\n>\n> Ana'],
])('folds what %s quotes', (_name, body) => {
  const { text, quote } = foldQuotes(body)
  expect(text).toBe('Yes, please.')
  expect(quote).not.toBeNull()
  expect(quote).not.toContain('Yes, please.')
})

it.each([
  ['nothing quoted', 'On Monday I wrote: nothing\nSee you'],
  ['answers between the lines', 'On Mon, 3 Nov 2025, Ana wrote:\n> Blue?\nYes\n> Two doors?\nNo, four'],
  ['answers below an introduction', 'Hi,\nOn Mon, 3 Nov 2025, Ana wrote:\n> Blue?\nYes, blue.'],
  ['nothing but a quote', '> Shall I?\n> Ana'],
  ['an arrow in the text', 'a > b\n> is shown here\nand goes on'],
  ['an empty body', ''],
])('leaves a mail with %s whole', (_name, body) => expect(foldQuotes(body)).toEqual({ text: body, quote: null }))

it('is calm about a megabyte', () => {
  const started = performance.now()
  foldQuotes(`On ${'x'.repeat(500_000)}\n`.repeat(2))
  foldQuotes('> a\nb\n'.repeat(3000))
  expect(performance.now() - started).toBeLessThan(2000)
})

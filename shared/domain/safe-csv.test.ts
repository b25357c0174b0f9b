import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from './safe-csv.ts'

test('cells are quoted where they have to be', () => {
  expect(csvLine(['Ann', 'a, b', 'she said "no"', 'two\nlines', ' x'])).toBe(
    'Ann,"a, b","she said ""no""","two\nlines"," x"\r\n',
  )
})

test.each(['=1+1', '+44 7911 123456', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|cmd', '%0A=1'])(
  '%j is text, not a formula',
  (text) => {
    expect(csvLine([text])).toMatch(/^"?'/)
  },
)

test('no cell begins as a formula, whatever it holds', () => {
  fc.assert(
    fc.property(fc.constantFrom('', '=', '+', '-', '@', '\t', ' ='), fc.string(), (start, rest) => {
      const cell = csvLine([start + rest]).slice(0, -2)
      expect(cell.replace(/^"/, '')).not.toMatch(/^\s*[=+@-]/)
    }),
  )
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeError } from './describe-error.ts'

test('an error is told by its name, its code and where it was', () => {
  const error = Object.assign(new RangeError('Rosa Blum owes 40'), { code: 'SQLITE_FULL' })
  expect(describeError(error)).toMatch(/^RangeError SQLITE_FULL at .*describe-error\.test\.ts:\d+:\d+/)
})

test('what is thrown and no error is told by its kind', () => {
  expect(describeError('Rosa Blum')).toBe('string')
  expect(describeError(undefined)).toBe('undefined')
})

test('whatever a message says, also over lines that look like places, is not in it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
      const secret = 'rosa-blum-4711'
      const message = [...lines, `    at ${secret} (/home/x.js:1:1)`, secret].join('\n')
      expect(describeError(new Error(message))).not.toContain(secret)
    }),
  )
})

test('the folders of a place, of which one is called after somebody, are left out on every system', () => {
  const error = new TypeError('x')
  error.stack = [
    'TypeError: x',
    '    at open (/home/rosa.blum/app.asar/out/main/index.js:12:5)',
    '    at async C:\\Users\\Rosa Blum\\AppData\\index.js:3:1',
    '    at file:///Users/rosa/index.js:9:9',
  ].join('\n')
  expect(describeError(error)).toBe('TypeError at open index.js:12:5 at index.js:3:1 at index.js:9:9')
})

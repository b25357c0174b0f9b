import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bothTexts, diffLines } from './line-diff.ts'

const side = (before: string, after: string, without: 'added' | 'removed') =>
  diffLines(before, after)
    .filter(({ kind }) => kind !== without)
    .flatMap(({ lines }) => lines)
    .join('\n')

describe('diffLines', () => {
  test('tells what was removed, what was added and what stayed', () => {
    expect(diffLines('a\nb\nc\nd', 'a\nx\nc\nd\ne')).toEqual([
      { kind: 'same', lines: ['a'] },
      { kind: 'removed', lines: ['b'] },
      { kind: 'added', lines: ['x'] },
      { kind: 'same', lines: ['c', 'd'] },
      { kind: 'added', lines: ['e'] },
    ])
  })

  test('says nothing of equal texts but that they are equal', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual([{ kind: 'same', lines: ['a', 'b'] }])
  })

  test('holds both texts, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(side(before, after, 'added')).toBe(before)
        expect(side(before, after, 'removed')).toBe(after)
      }),
    )
  })

  test('answers for two long texts without a line in common', () => {
    const lines = (letter: string) => Array.from({ length: 5000 }, (_, n) => `${letter}${n}`).join('\n')
    expect(diffLines(lines('a'), lines('b')).map(({ kind, lines: run }) => [kind, run.length])).toEqual([
      ['removed', 5000],
      ['added', 5000],
    ])
  })
})

test('both texts together hold every line once', () => {
  expect(bothTexts('a\nb\nd', 'a\nc\nd')).toBe('a\nb\nc\nd')
})

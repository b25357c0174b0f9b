import { expect, it } from 'vitest'
import { JoinedPages } from './joined-pages.ts'
import type { Stretch as Part } from './pages.ts'
import type { InboxKey, InboxRow } from '#shared/contract/read-models.ts'

type Stretch = Part<InboxRow, InboxKey>

const stretch = (...ids: string[]): Stretch => ({
  range: { from: null, to: null },
  page: { rows: ids.map((id) => ({ id }) as InboxRow), next: null },
})
const waiting: Stretch = { range: { from: null, to: null }, page: undefined }
const idsOf = (rows: readonly InboxRow[]) => rows.map(({ id }) => id)

it('gives the same array until a page changes', () => {
  const joined = new JoinedPages<InboxRow>()
  const first = stretch('a', 'b')
  const rows = joined.of([first, waiting])
  expect(idsOf(rows)).toEqual(['a', 'b'])
  expect(joined.of([{ ...first }, waiting])).toBe(rows)
})

it('adds a page at the end, without a row that stands above it', () => {
  const joined = new JoinedPages<InboxRow>()
  const first = stretch('a', 'b')
  joined.of([first, waiting])
  expect(idsOf(joined.of([first, stretch('b', 'c'), waiting]))).toEqual(['a', 'b', 'c'])
})

it('joins anew when a page in the middle changes, moves or goes', () => {
  const joined = new JoinedPages<InboxRow>()
  const [first, second, third] = [stretch('a'), stretch('b'), stretch('c')]
  joined.of([first, second, third])
  expect(idsOf(joined.of([first, stretch('x', 'b'), third]))).toEqual(['a', 'x', 'b', 'c'])
  expect(idsOf(joined.of([first, third]))).toEqual(['a', 'c'])
  expect(idsOf(joined.of([stretch('c'), first]))).toEqual(['c', 'a'])
})

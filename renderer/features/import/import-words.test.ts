import { expect, test } from 'vitest'
import { countLines, hasReport, hasWritten, jobTitle, progressWords, undoLines } from './import-words.ts'
import type { ImportJob } from '#shared/contract/areas/import.ts'

const JOB: ImportJob = {
  import_id: '',
  file_name: 'leads.csv',
  kind: 'import',
  state: 'running',
  done: 7_500,
  total: 18_204,
  counts: {},
  error: null,
}

test('each outcome that there is has a line', () => {
  expect(countLines({ created: 1, flagged: 2, rejected: 1_200 }, false)).toEqual([
    '1 lead created',
    '2 rows left out as duplicates, for you to look at',
    '1,200 rows rejected',
  ])
  expect(countLines({ created: 2, merged: 1, kept_both: 3, skipped: 4 }, true)).toEqual([
    '2 leads would be new',
    '1 row would complete leads that are there',
    '3 leads would be kept beside their duplicate',
    '4 rows skipped as duplicates',
  ])
})

test('what could not be taken back is said', () => {
  expect(undoLines({ undone: 3, kept: 0 })).toEqual(['3 rows taken back'])
  expect(undoLines({ undone: 3, kept: 1 })[1]).toMatch(/^1 row kept/)
})

test('a report is offered where there is something in it, undoing where something was written', () => {
  expect([hasReport({ created: 3 }), hasReport({ rejected: 1 }), hasReport({ kept: 1 })]).toEqual([false, true, true])
  expect([hasWritten({ rejected: 3 }), hasWritten({ merged: 1 })]).toEqual([false, true])
})

test('a job says how it stands', () => {
  expect(jobTitle(JOB)).toBe('Importing…')
  expect(jobTitle({ ...JOB, kind: 'undo', state: 'done' })).toBe('Taken back')
  expect(progressWords(JOB)).toBe('7,500 of 18,204 rows')
  expect(progressWords({ ...JOB, total: 0 })).toBe('')
})

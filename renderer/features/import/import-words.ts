/** What an import says of itself. */
import type { ImportCounts, ImportJob } from '#shared/contract/areas/import.ts'

const number = new Intl.NumberFormat('en')

const leads = (count: number, what: string): string =>
  `${number.format(count)} ${count === 1 ? 'lead' : 'leads'} ${what}`
const rows = (count: number, what: string): string => `${number.format(count)} ${count === 1 ? 'row' : 'rows'} ${what}`

/** What became, or would become, of the rows of a file: one line for each outcome that there is. */
export function countLines(counts: ImportCounts, isDryRun: boolean): string[] {
  const of = (name: string) => counts[name] ?? 0
  const lines: [count: number, line: (count: number) => string][] = [
    [of('created'), (count) => leads(count, isDryRun ? 'would be new' : 'created')],
    [of('merged'), (count) => rows(count, isDryRun ? 'would complete leads that are there' : 'merged into leads')],
    [
      of('kept_both'),
      (count) => leads(count, isDryRun ? 'would be kept beside their duplicate' : 'kept beside their duplicate'),
    ],
    [of('flagged'), (count) => rows(count, 'left out as duplicates, for you to look at')],
    [of('skipped'), (count) => rows(count, 'skipped as duplicates')],
    [of('rejected'), (count) => rows(count, isDryRun ? 'would be rejected' : 'rejected')],
  ]
  return lines.flatMap(([count, line]) => (count > 0 ? [line(count)] : []))
}

/** What taking an import back came to. */
export function undoLines({ undone = 0, kept = 0 }: ImportCounts): string[] {
  const taken = rows(undone, 'taken back')
  return kept === 0 ? [taken] : [taken, rows(kept, 'kept: somebody has worked with these leads since')]
}

/** Whether there are rows that the report would tell of. */
export const hasReport = (counts: ImportCounts): boolean =>
  ['flagged', 'skipped', 'rejected', 'kept'].some((name) => (counts[name] ?? 0) > 0)

/** Whether an import has written anything that can be taken back. */
export const hasWritten = (counts: ImportCounts): boolean =>
  ['created', 'kept_both', 'merged'].some((name) => (counts[name] ?? 0) > 0)

const KINDS: Record<ImportJob['kind'], string> = { dry_run: 'Trying', import: 'Importing', undo: 'Taking back' }
const DONE: Record<ImportJob['kind'], string> = { dry_run: 'Tried', import: 'Imported', undo: 'Taken back' }

/** One line about how a job stands. */
export function jobTitle({ kind, state }: ImportJob): string {
  switch (state) {
    case 'done':
      return DONE[kind]
    case 'cancelled':
      return 'Stopped'
    case 'failed':
      return 'Stopped by a problem'
    case 'interrupted':
      return 'Interrupted'
    default:
      return `${KINDS[kind]}…`
  }
}

/** How far a job is: `7,500 of 18,204 rows`. */
export const progressWords = ({ done, total }: ImportJob): string =>
  total === 0 ? '' : `${number.format(done)} of ${number.format(total)} rows`

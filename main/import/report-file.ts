import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { faultWords, outcomeWords } from '#shared/domain/import/fault-words.ts'
import { CSV_START, csvLine } from '#shared/domain/safe-csv.ts'
import type { ImportRemote } from '../sync/import-remote.ts'

const PAGE = 2_000

/** Writes which rows of an import stayed out, and why, as a CSV file. */
export async function writeReport(path: string, importId: string, remote: Pick<ImportRemote, 'report'>): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield CSV_START + csvLine(['Row', 'Outcome', 'Column', 'Code', 'Reason', 'Lead'])
    for (let after = 0; ;) {
      const rows = await remote.report(importId, after, PAGE)
      for (const { row_number, outcome, undone, column_name, reason, lead_id } of rows) {
        const fate = outcomeWords(undone ?? outcome)
        const why = reason === null ? '' : faultWords(reason)
        yield csvLine([String(row_number), fate, column_name ?? '', reason ?? '', why, lead_id ?? ''])
      }
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) return
      after = last.row_number
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

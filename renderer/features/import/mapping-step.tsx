import { useState } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { count } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ImportOptions } from './import-options.tsx'
import { fileKey, importRequest, newDraft, obstacleOf, targetChoices, withTarget } from './import-request.ts'
import { ReadingOptions } from './reading-options.tsx'
import type { ImportFile } from '#shared/contract/areas/import.ts'

/** Rows that are shown of each column. */
const SHOWN = 3

/** What each column of the chosen file is, and where its leads go. */
export function MappingStep({ file }: { file: ImportFile }) {
  const command = useCommand()
  const { user } = useSession()
  const kept = useApp((state) => state.importDraft)
  const setDraft = useApp((state) => state.setImportDraft)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const draft = kept?.file === fileKey(file) ? kept : newDraft(file, user.id)

  const run = async (isDryRun: boolean) => {
    const obstacle = obstacleOf(draft)
    setProblem(obstacle)
    if (obstacle !== null) return
    setDraft(draft)
    setBusy(true)
    const begun = await command('import.run', importRequest(draft, isDryRun), { quiet: true })
    setBusy(false)
    if (!begun.ok) setProblem(begun.error.message)
  }

  return (
    <div className="flex flex-col gap-5">
      <div>
        <h3 className="truncate text-base font-medium">{file.name}</h3>
        <p className="text-sm text-ink-2 tabular-nums">
          {count(file.row_count)} rows, {count(file.columns.length)} columns
        </p>
      </div>
      <ReadingOptions file={file} />
      <Columns file={file} mapping={draft.mapping} onChange={(mapping) => setDraft({ ...draft, mapping })} />
      <ImportOptions draft={draft} onChange={setDraft} />
      {problem && (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button tone="ghost" className="mr-auto" onClick={() => void command('import.dismiss', {})}>
          Another file
        </Button>
        <Button disabled={isBusy} onClick={() => void run(false)}>
          Import {count(file.row_count)} rows
        </Button>
        <Button tone="primary" disabled={isBusy} onClick={() => void run(true)}>
          Try it first
        </Button>
      </div>
    </div>
  )
}

interface ColumnsProps {
  file: ImportFile
  mapping: ImportFile['suggested']
  onChange: (mapping: ImportFile['suggested']) => void
}

function Columns({ file, mapping, onChange }: ColumnsProps) {
  return (
    <section aria-label="Columns" className="border-t border-line pt-4">
      <h4 className="mb-1 text-xs font-medium text-ink-3">What each column is</h4>
      <ul>
        {file.columns.map((column, at) => (
          <li
            key={column}
            className="border-b border-line last:border-b-0 flex flex-wrap items-center gap-x-4 gap-y-1 py-2"
          >
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate text-sm font-medium">{column}</p>
              <p className="truncate text-xs text-ink-2">{samplesOf(file, at) || 'No values in the first rows'}</p>
            </div>
            <select
              aria-label={`What ${column} is`}
              className="h-9 w-full rounded-md border border-control-line bg-surface px-2 text-sm sm:w-52"
              value={mapping[column] ?? ''}
              onChange={(event) => onChange(withTarget(mapping, column, event.target.value))}
            >
              {targetChoices(column).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </section>
  )
}

const samplesOf = ({ sample }: ImportFile, at: number): string =>
  sample
    .map((cells) => cells[at]?.trim() ?? '')
    .filter((value) => value !== '')
    .slice(0, SHOWN)
    .join(' · ')

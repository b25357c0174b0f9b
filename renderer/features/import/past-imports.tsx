import { useCommand } from '../../bridge/use-command.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { countLines, hasReport, hasWritten } from './import-words.ts'
import type { PastImport } from '#shared/contract/areas/import.ts'

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })

/** What was imported before: taken back, or looked into, from here. */
export function PastImports({ past }: { past: readonly PastImport[] }) {
  return (
    <section aria-label="Imports before" className="border-t border-line pt-4">
      <h3 className="mb-2 text-xs font-medium text-ink-3">Imports before</h3>
      <ul>
        {past.map((each) => (
          <Past key={each.id} past={each} />
        ))}
      </ul>
    </section>
  )
}

function Past({ past: { id, file_name, counts, started_at, is_undone } }: { past: PastImport }) {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const save = async () => {
    const saved = await command('import.save_report', { import_id: id })
    if (saved.ok && saved.value.saved_as)
      showToast({ tone: 'info', text: `The report is saved as ${saved.value.saved_as}` })
  }
  const what = is_undone ? 'Taken back' : countLines(counts, false).join(' · ') || 'Nothing imported'
  return (
    <li className="border-b border-line last:border-b-0 flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate text-sm font-medium">{file_name}</p>
        <p className="text-xs text-ink-2">
          {started_at && `${day.format(new Date(started_at))} · `}
          {what}
        </p>
      </div>
      {hasReport(counts) && (
        <Button size="sm" aria-label={`Report of ${file_name}`} onClick={() => void save()}>
          Report…
        </Button>
      )}
      {!is_undone && hasWritten(counts) && (
        <Button
          size="sm"
          tone="danger"
          aria-label={`Undo ${file_name}`}
          onClick={() => void command('import.undo', { import_id: id })}
        >
          Undo
        </Button>
      )}
    </li>
  )
}

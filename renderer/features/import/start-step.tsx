import { FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ExportSection } from './export-section.tsx'
import { PastImports } from './past-imports.tsx'
import type { PastImport } from '#shared/contract/areas/import.ts'

/** Where a file is chosen, and what was imported before. */
export function StartStep() {
  const command = useCommand()
  const canWrite = useCanWrite()
  const [reading, setReading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const past = useHistory()

  const choose = async () => {
    setReading(true)
    setProblem(null)
    const chosen = await command('import.choose', {}, { quiet: true })
    setReading(false)
    if (!chosen.ok) setProblem(chosen.error.message)
  }

  return (
    <div className="flex flex-col gap-6">
      {canWrite && (
        <section aria-label="Import" className="flex flex-col gap-3">
          <p className="text-sm text-ink-2">
            A table with one lead in each row: CSV, tab-separated text or an Excel workbook (.xlsx). You see what
            becomes of it before anything is imported, and can take a whole import back.
          </p>
          <Button
            tone="primary"
            className="self-start"
            disabled={reading}
            icon={<FileUp className="size-4" />}
            onClick={() => void choose()}
          >
            Choose a file…
          </Button>
          <output className="block text-xs text-ink-2">{reading && 'Reading the file…'}</output>
          {problem && (
            <Notice tone="danger" alert>
              {problem}
            </Notice>
          )}
        </section>
      )}
      <div className="border-t border-line pt-4">
        <h3 className="mb-3 text-base font-medium">Export</h3>
        <ExportSection />
      </div>
      {past && past.length > 0 && <PastImports past={past} />}
    </div>
  )
}

/** The newest imports; null while they are not known, as without a connection. */
function useHistory(): PastImport[] | null {
  const command = useCommand()
  const [past, setPast] = useState<PastImport[] | null>(null)
  useEffect(() => {
    let isGone = false
    const load = async () => {
      const answer = await command('import.history', {}, { quiet: true })
      if (answer.ok && !isGone) setPast(answer.value)
    }
    void load()
    return () => {
      isGone = true
    }
  }, [command])
  return past
}

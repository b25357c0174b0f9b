import { Download } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { ALL_LEADS, SHOWN_LEADS, exportChoices, sourceOf } from './export-source.ts'
import type { ExportFormat } from '#shared/contract/areas/import.ts'

const FORMATS: { id: ExportFormat; name: string }[] = [
  { id: 'xlsx', name: 'Excel workbook' },
  { id: 'csv', name: 'CSV' },
]

/** Leads into a file: all, a list's, or those that the inbox or the pipeline shows now. */
export function ExportSection({ ofShown = false }: { ofShown?: boolean }) {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const shown = useShown()
  const { value: lists = [] } = useLive('import.lists', {})
  const { value: state } = useLive('import.state', {})
  const [choice, setChoice] = useState(ofShown ? SHOWN_LEADS : ALL_LEADS)
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const [writing, setWriting] = useState(false)

  const save = async () => {
    setWriting(true)
    const saved = await command('lead.export', { source: sourceOf(choice, shown), format })
    setWriting(false)
    if (!saved.ok || saved.value.saved_as === null) return
    const { saved_as, leads } = saved.value
    showToast({ tone: 'info', text: `${count(leads)} ${leads === 1 ? 'lead is' : 'leads are'} saved as ${saved_as}` })
  }

  return (
    <section aria-label="Export" className="flex flex-col gap-3">
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_11rem_auto]">
        <SelectField label="Leads" value={choice} choices={exportChoices(shown, lists)} onChange={setChoice} />
        <SelectField label="As" value={format} choices={FORMATS} onChange={setFormat} />
        <Button
          size="lg"
          tone={ofShown ? 'primary' : 'secondary'}
          disabled={writing}
          icon={<Download className="size-4" />}
          onClick={() => void save()}
        >
          Save…
        </Button>
      </div>
      {state?.writing && <Writing {...state.writing} />}
      <output className="sr-only">{writing && 'Writing the file…'}</output>
    </section>
  )
}

function Writing({ done, total }: { done: number; total: number }) {
  return (
    <div className="flex flex-col gap-2">
      <ProgressBar label="Writing the file" value={done} max={total || null} />
      <p className="text-xs text-ink-2 tabular-nums">
        {total === 0 ? 'Looking for the leads…' : `${count(done)} of ${count(total)} leads`}
      </p>
    </div>
  )
}

/** What the rep looks at. */
function useShown() {
  const isPipeline = useApp((state) => state.screen === 'pipeline')
  const split = useApp((state) => state.split)
  const filter = useApp((state) => state.filter)
  const pipelineId = useApp((state) => state.pipelineId)
  return { isPipeline, split, filter, pipelineId }
}

import { useState } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { useApp } from '../../store/store-context.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { JobStep } from './job-step.tsx'
import { MappingStep } from './mapping-step.tsx'
import { StartStep } from './start-step.tsx'

/** Leads from a file and into one. What is under way goes on when this is closed, and is found here again. */
export function ImportDialog() {
  const open = useApp((state) => state.overlay === 'import')
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Dialog wide open={open} onClose={() => showOverlay(null)} title="Import and export leads">
      <Steps />
    </Dialog>
  )
}

function Steps() {
  const { value } = useLive('import.state', {})
  // The trial whose result the rep has turned away from, to change something.
  const [left, setLeft] = useState<string | null>(null)
  if (!value) return null
  const { file, job } = value
  const isLeft = job !== null && job.import_id === left && file !== null
  if (job && !isLeft) return <JobStep job={job} canChange={file !== null} onChange={() => setLeft(job.import_id)} />
  return file ? <MappingStep key={`${file.name} ${JSON.stringify(file.format)}`} file={file} /> : <StartStep />
}

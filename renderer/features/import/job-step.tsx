import { useEffect, useRef } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { importRequest } from './import-request.ts'
import { countLines, hasReport, hasWritten, jobTitle, progressWords, undoLines } from './import-words.ts'
import type { ImportJob } from '#shared/contract/areas/import.ts'

interface JobStepProps {
  job: ImportJob
  /** The file is still chosen, so that it can be imported, or imported otherwise. */
  canChange: boolean
  onChange: () => void
}

/** How far an import is, and what became of it. */
export function JobStep({ job, canChange, onChange }: JobStepProps) {
  const isRunning = job.state === 'running' || job.state === 'waiting'
  const lines = job.kind === 'undo' ? undoLines(job.counts) : countLines(job.counts, job.kind === 'dry_run')
  return (
    <section aria-label="Import" className="flex flex-col gap-4">
      <div>
        <JobTitle key={`${job.import_id} ${job.kind} ${isRunning}`} job={job} />
        <p className="truncate text-sm text-ink-2">{job.file_name}</p>
      </div>
      {isRunning && (
        <div className="flex flex-col gap-2">
          <ProgressBar label={jobTitle(job)} value={job.done} max={job.total || null} />
          <p className="text-xs text-ink-2 tabular-nums">{progressWords(job)}</p>
        </div>
      )}
      <output className="block">
        <ul className="flex flex-col gap-1 text-sm tabular-nums">
          {lines.map((line) => (
            <li key={line.replace(/^[\d,]+ /, '')}>{line}</li>
          ))}
          {lines.length === 0 && !isRunning && <li>Nothing was imported.</li>}
        </ul>
      </output>
      {job.error && <Notice tone={job.state === 'failed' ? 'danger' : 'info'}>{job.error}</Notice>}
      <JobButtons job={job} isRunning={isRunning} canChange={canChange} onChange={onChange} />
    </section>
  )
}

/** What was pressed is gone when a job begins or ends: the focus comes here, where it is said how it stands. */
function JobTitle({ job }: { job: ImportJob }) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <h3 ref={title} tabIndex={-1} className="text-base font-medium outline-none">
      {jobTitle(job)}
    </h3>
  )
}

function JobButtons({ job, isRunning, canChange, onChange }: JobStepProps & { isRunning: boolean }) {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const draft = useApp((state) => state.importDraft)
  const { import_id } = job
  const isStopped = job.kind === 'import' && ['cancelled', 'failed', 'interrupted'].includes(job.state)
  const report = async () => {
    const saved = await command('import.save_report', { import_id })
    if (saved.ok && saved.value.saved_as)
      showToast({ tone: 'info', text: `The report is saved as ${saved.value.saved_as}` })
  }
  if (isRunning) {
    return (
      <div className="flex justify-end">
        <Button onClick={() => void command('import.cancel', {})}>Stop</Button>
      </div>
    )
  }
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {hasReport(job.counts) && (
        <Button className="mr-auto" onClick={() => void report()}>
          Save the report…
        </Button>
      )}
      {(isStopped || (job.kind === 'import' && hasWritten(job.counts))) && (
        <Button tone="danger" onClick={() => void command('import.undo', { import_id })}>
          Undo the import
        </Button>
      )}
      {job.kind === 'undo' && job.state !== 'done' && (
        <Button onClick={() => void command('import.undo', { import_id })}>Go on taking it back</Button>
      )}
      {isStopped && (
        <Button tone="primary" onClick={() => void command('import.resume', {})}>
          Go on
        </Button>
      )}
      {job.kind === 'dry_run' && canChange && <Button onClick={onChange}>Change something</Button>}
      {job.kind === 'dry_run' && job.state === 'done' && canChange && draft && (
        <Button
          tone="primary"
          disabled={!hasWritten(job.counts)}
          onClick={() => void command('import.run', importRequest(draft, false))}
        >
          Import
        </Button>
      )}
      {!isStopped && job.kind !== 'dry_run' && (
        <Button tone="primary" onClick={() => void command('import.dismiss', {})}>
          Done
        </Button>
      )}
    </div>
  )
}

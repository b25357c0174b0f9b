import { FileDown, Printer } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { Subject } from '../../store/inbox-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceButtons } from '../../ui/choice-buttons.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { PrintRequest } from '#shared/contract/areas/print.ts'

/** Asks how the open conversation is to be printed, while that is asked for. */
export function PrintDialog() {
  const isOpen = useApp((state) => state.overlay === 'print')
  const subject = useApp((state) => state.openSubject)
  const showOverlay = useApp((state) => state.showOverlay)
  if (!isOpen || !subject) return null
  return <Choices subject={subject} onClose={() => showOverlay(null)} />
}

function Choices({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const [show, setShow] = useState<PrintRequest['show']>('lead')
  const [notes, setNotes] = useState(false)
  const [work, setWork] = useState<{ isRunning: boolean; problem: string | null }>({ isRunning: false, problem: null })
  const request: PrintRequest = { conversation_id: subject.id, show, notes }

  const run = async (print: () => Promise<string | null>) => {
    setWork({ isRunning: true, problem: null })
    const problem = await print()
    setWork({ isRunning: false, problem })
    if (problem === null) onClose()
  }
  const save = async () => {
    const saved = await command('print.save', request, { quiet: true })
    if (!saved.ok) return saved.error.message
    const name = saved.value.saved_as
    if (name !== null) showToast({ tone: 'info', text: `The conversation is saved as ${name}` })
    return null
  }
  const paper = async () => {
    const printed = await command('print.paper', request, { quiet: true })
    return printed.ok ? null : printed.error.message
  }

  return (
    <Dialog open onClose={onClose} title={`Print the conversation with ${nameOf(subject.label)}`}>
      <div className="flex flex-col gap-4">
        <ChoiceButtons
          label="What is printed"
          value={show}
          choices={[
            { id: 'lead', name: 'All channels' },
            { id: 'conversation', name: 'This conversation' },
          ]}
          onChange={setShow}
        />
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={notes}
            onChange={(event) => setNotes(event.target.checked)}
            className="size-4 accent-accent"
          />
          With the team’s notes
        </label>
        <p className="text-xs text-ink-2">
          Text, times and channels; files by their names. What is only on the server is left out.
        </p>
        {work.problem && (
          <Notice tone="danger" alert>
            {work.problem}
          </Notice>
        )}
        <DialogActions>
          <output className="mr-auto text-xs text-ink-2">{work.isRunning && 'Laying the conversation out…'}</output>
          <Button
            disabled={work.isRunning}
            icon={<Printer aria-hidden className="size-4" />}
            onClick={() => void run(paper)}
          >
            Print…
          </Button>
          <Button
            tone="primary"
            disabled={work.isRunning}
            icon={<FileDown aria-hidden className="size-4" />}
            onClick={() => void run(save)}
          >
            Save as PDF…
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}

import { useState, type FormEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { PipelineKind } from '#shared/contract/areas/pipeline.ts'

const KINDS: readonly { kind: PipelineKind; label: string }[] = [
  { kind: 'deal', label: 'Deals' },
  { kind: 'lead', label: 'Leads' },
]

/** A new pipeline with the stages that one of its kind begins with, which the editor then shows. */
export function NewPipelineDialog({ onClose }: { onClose: () => void }) {
  const command = useCommand()
  const store = useAppStore()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<PipelineKind>('deal')
  const [error, setError] = useState<string | null>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setError('Give the pipeline a name.')
    const result = await command('pipeline.create', { name: name.trim(), kind }, { quiet: true })
    if (!result.ok) return setError(result.error.message)
    store.getState().showPipeline(result.value.pipeline_id)
    store.getState().setEditingStages(true)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title="New pipeline" description="It begins with four stages, which you can change.">
      <form onSubmit={(event) => void create(event)} className="flex flex-col gap-4">
        <TextField
          label="Name"
          dir="auto"
          autoComplete="off"
          maxLength={200}
          value={name}
          error={error}
          onChange={(event) => {
            setName(event.target.value)
            setError(null)
          }}
        />
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">Its cards are</legend>
          <div className="flex gap-5">
            {KINDS.map((choice) => (
              <label key={choice.kind} className="flex items-center gap-2 text-sm">
                <input
                  type="radio"
                  name="pipeline-kind"
                  className="size-4 accent-(--color-accent)"
                  checked={kind === choice.kind}
                  onChange={() => setKind(choice.kind)}
                />
                {choice.label}
              </label>
            ))}
          </div>
        </fieldset>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Create pipeline
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

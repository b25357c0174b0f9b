import { useState, type FormEvent } from 'react'
import { count } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'

export interface DeleteTarget {
  /** What the cards are: leads or deals. */
  what: string
  /** Of the stage or pipeline that goes. */
  name: string
  cards: number
  /** Stages that its cards can move to. */
  targets: readonly { id: string; name: string }[]
}

interface DeleteTargetDialogProps extends DeleteTarget {
  onClose: () => void
  onDelete: (targetId: string) => void
}

/** Asks where the cards of a stage or pipeline go that is to be deleted. */
export function DeleteTargetDialog({ what, name, cards, targets, onClose, onDelete }: DeleteTargetDialogProps) {
  const [targetId, setTargetId] = useState(targets[0]?.id ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (targetId) onDelete(targetId)
  }
  const these = cards === 1 ? `1 ${what.slice(0, -1)}` : `${count(cards)} ${what}`
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${name}`}
      description={`${these} ${cards === 1 ? 'is' : 'are'} moved, with an entry in the history of each. You can undo this for a few seconds.`}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <label className="block text-sm">
          <span className="mb-1.5 block font-medium">Move the {what} to</span>
          <select
            value={targetId}
            onChange={(event) => setTargetId(event.target.value)}
            className="h-10 w-full rounded-md border border-control-line bg-surface px-2 text-base"
          >
            {targets.map((target) => (
              <option key={target.id} value={target.id}>
                {target.name}
              </option>
            ))}
          </select>
        </label>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="danger" disabled={!targetId}>
            Delete and move
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

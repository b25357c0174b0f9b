import { useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { DialogActions } from './dialog-actions.tsx'

const LONGEST_REASON = 2_000

interface LostDialogProps {
  /** The stage's name. */
  stage: string
  /** What it asks, where it is about several leads. */
  question?: string
  onClose: () => void
  /** @param reason trimmed, not empty */
  onMove: (reason: string) => Promise<unknown>
}

/** Asks why a lead is lost, which a stage that loses it needs. */
export function LostDialog({ stage, question = 'Why is this lead lost?', onClose, onMove }: LostDialogProps) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const isMissing = reason.trim() === ''
  const move = () => {
    setAsked(true)
    if (!isMissing) void onMove(reason.trim())
  }
  return (
    <Dialog open onClose={onClose} title={`Move to ${stage}`} description={question}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          move()
        }}
      >
        <textarea
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one thing the dialog asks for
          autoFocus
          aria-label="Reason"
          aria-invalid={asked && isMissing ? true : undefined}
          aria-describedby={asked && isMissing ? 'lost-reason-missing' : undefined}
          rows={3}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) move()
          }}
          className="w-full rounded-md border border-control-line bg-surface px-3 py-2 text-base select-text"
        />
        {asked && isMissing && (
          <p id="lost-reason-missing" role="alert" className="mt-1 text-xs text-danger">
            Say why in a few words: the team learns from it.
          </p>
        )}
        <DialogActions className="mt-2.5">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Move to {stage}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

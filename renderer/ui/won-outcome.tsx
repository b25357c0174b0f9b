import { Button } from './button.tsx'
import { TextField } from './text-field.tsx'
import type { OutcomeDraft, OutcomeProblems } from './won-form.ts'
import { DialogActions } from './dialog-actions.tsx'

interface WonOutcomeProps {
  draft: OutcomeDraft
  problems: OutcomeProblems | null
  onChange: (change: Partial<OutcomeDraft>) => void
}

/** What a deal came to, and when. */
export function WonOutcome({ draft, problems, onChange }: WonOutcomeProps) {
  return (
    <>
      <TextField
        label={`Value in ${draft.currency}`}
        inputMode="decimal"
        value={draft.amount}
        error={problems?.amount}
        onChange={(event) => onChange({ amount: event.target.value })}
      />
      <TextField
        label="Closed on"
        type="date"
        value={draft.day}
        error={problems?.day}
        onChange={(event) => onChange({ day: event.target.value })}
      />
    </>
  )
}

/** The end of what a move asks. */
export function MoveButtons({ to, onClose }: { to: string; onClose: () => void }) {
  return (
    <DialogActions>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" tone="primary">
        Move to {to}
      </Button>
    </DialogActions>
  )
}

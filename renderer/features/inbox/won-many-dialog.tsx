import { Dialog } from '../../ui/dialog.tsx'
import { MoveButtons } from '../../ui/won-outcome.tsx'

interface WonManyDialogProps {
  /** The stage's name. */
  stage: string
  onClose: () => void
  onMove: () => Promise<void>
}

/** Says, before several leads are won at once, that this writes down no deal: each would be worth something else. */
export function WonManyDialog({ stage, onClose, onMove }: WonManyDialogProps) {
  return (
    <Dialog open onClose={onClose} title={`Move to ${stage}`} description="The selected leads are won without a deal.">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void onMove()
        }}
        className="flex flex-col gap-4"
      >
        <p className="text-sm text-ink-2">
          Their open deals stay open, and no value is recorded. To record what a lead bought, and when, move that lead
          by itself.
        </p>
        <MoveButtons to={stage} onClose={onClose} />
      </form>
    </Dialog>
  )
}

import { LostDialog } from './lost-dialog.tsx'
import { WonLeadDialog } from './won-lead-dialog.tsx'
import type { WonDeal } from '#shared/contract/areas/pipeline.ts'
import type { StageChoice } from '#shared/contract/lead-models.ts'

/** What a stage that closes a lead has to know; empty for an open stage. */
export interface ClosingAnswers {
  /** Why the lead is lost. */
  reason?: string
  /** What the lead bought. */
  win?: WonDeal
}

interface ClosingDialogProps {
  lead: { id: string; label: string | null }
  stage: Pick<StageChoice, 'name' | 'kind'>
  onClose: () => void
  onMove: (answers: ClosingAnswers) => Promise<unknown>
}

/** Asks what a stage that wins or loses a lead has to know. */
export function ClosingDialog({ lead, stage, onClose, onMove }: ClosingDialogProps) {
  return stage.kind === 'won' ? (
    <WonLeadDialog lead={lead} stage={stage.name} onClose={onClose} onMove={(win) => onMove({ win })} />
  ) : (
    <LostDialog stage={stage.name} onClose={onClose} onMove={(reason) => onMove({ reason })} />
  )
}

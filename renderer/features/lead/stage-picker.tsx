import { useState } from 'react'
import { ClosingDialog } from '../../ui/closing-dialog.tsx'
import { StageChip } from '../../ui/lead-chips.tsx'
import { MenuItem } from '../../ui/menu.tsx'
import { Nothing } from './field-row.tsx'
import { Picker } from './picker.tsx'
import type { LeadEdits } from '../../actions/use-lead-edits.ts'
import type { LeadIdentity, StageChoice } from '#shared/contract/lead-models.ts'

interface StagePickerProps {
  lead: LeadIdentity
  stages: readonly StageChoice[]
  edits: LeadEdits
  canEdit: boolean
}

/** The lead's stage, and the list to move it; a stage that closes the lead asks first. */
export function StagePicker({ lead, stages, edits, canEdit }: StagePickerProps) {
  const [closing, setClosing] = useState<StageChoice | null>(null)
  const { stage } = lead
  return (
    <>
      <Picker
        label={`Stage: ${stage?.name ?? 'none'}. Change`}
        canEdit={canEdit}
        value={stage ? <StageChip stage={stage} className="font-normal" /> : <Nothing>No stage</Nothing>}
      >
        {stages.map((choice) => (
          <MenuItem
            key={choice.id}
            checked={choice.id === stage?.id}
            onSelect={() => {
              if (choice.id === stage?.id) return
              if (choice.kind === 'open') void edits.move(choice, {})
              else setClosing(choice)
            }}
          >
            <StageChip stage={choice} />
          </MenuItem>
        ))}
      </Picker>
      {closing && (
        <ClosingDialog
          lead={lead}
          stage={closing}
          onClose={() => setClosing(null)}
          onMove={async (answers) => {
            if (await edits.move(closing, answers)) setClosing(null)
          }}
        />
      )}
    </>
  )
}

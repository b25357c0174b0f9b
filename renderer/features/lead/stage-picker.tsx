import { useState } from 'react'
import { StageChip } from '../../ui/lead-chips.tsx'
import { LostDialog } from '../../ui/lost-dialog.tsx'
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

/** The lead's stage, and the list to move it; a stage that loses the lead asks why first. */
export function StagePicker({ lead, stages, edits, canEdit }: StagePickerProps) {
  const [losing, setLosing] = useState<StageChoice | null>(null)
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
              if (choice.kind === 'lost') setLosing(choice)
              else void edits.move(choice, null)
            }}
          >
            <StageChip stage={choice} />
          </MenuItem>
        ))}
      </Picker>
      {losing && (
        <LostDialog
          stage={losing.name}
          onClose={() => setLosing(null)}
          onMove={async (reason) => {
            if (await edits.move(losing, reason)) setLosing(null)
          }}
        />
      )}
    </>
  )
}

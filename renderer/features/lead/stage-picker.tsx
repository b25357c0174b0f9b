import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { StageChip } from '../../ui/lead-chips.tsx'
import { MenuItem } from '../../ui/menu.tsx'
import { Nothing } from './field-row.tsx'
import { Picker } from './picker.tsx'
import type { LeadEdits } from './use-lead-edits.ts'
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
          stage={losing}
          onClose={() => setLosing(null)}
          onMove={async (reason) => {
            if (await edits.move(losing, reason)) setLosing(null)
          }}
        />
      )}
    </>
  )
}

const LONGEST_REASON = 2_000

interface LostDialogProps {
  stage: StageChoice
  onClose: () => void
  onMove: (reason: string) => Promise<void>
}

function LostDialog({ stage, onClose, onMove }: LostDialogProps) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const isMissing = reason.trim() === ''
  const move = () => {
    setAsked(true)
    if (!isMissing) void onMove(reason.trim())
  }
  return (
    <Dialog open onClose={onClose} title={`Move to ${stage.name}`} description="Why is this lead lost?">
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
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Move to {stage.name}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

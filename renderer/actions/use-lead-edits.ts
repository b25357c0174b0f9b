import { useMemo } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { useAppStore } from '../store/store-context.ts'
import { UNDO } from '../store/toast-slice.ts'
import type { ClosingAnswers } from '../ui/closing-dialog.tsx'
import { leadMove } from './lead-move.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import type { LeadIdentity, StageChoice } from '#shared/contract/lead-models.ts'

type Fields = CommandInput<'lead.edit'>['set']

/** What is set again when a change is undone. */
type EditedLead = Pick<LeadIdentity, 'id' | 'stage' | 'stage_override' | 'owner_id'>

/** What a rep changes of a lead, from the panel or by a key. Each is saved here at once and offers to be undone for a while. */
export interface LeadEdits {
  /**
   * Sets fields.
   * @param what the field's name in words, for the toast
   * @returns what was wrong, as a sentence; null when it is saved
   */
  set: (what: string, set: Fields, before: Fields) => Promise<string | null>
  /** @param answers to what the stage asks (`ui/closing-dialog.tsx`); empty for an open one */
  move: (stage: StageChoice, answers: ClosingAnswers) => Promise<boolean>
  release: () => Promise<void>
  assign: (owner: { id: string; name: string } | null) => Promise<void>
  tag: (change: { add: string[]; remove: string[] }) => Promise<string | null>
}

export function useLeadEdits(lead: EditedLead): LeadEdits {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const { id: lead_id } = lead
    const tell = (text: string, undo?: () => void) =>
      store.getState().showToast({ tone: 'info', text, ...(undo && { action: { label: UNDO, run: undo } }) })
    return {
      async set(what, set, before) {
        const result = await command('lead.edit', { lead_id, set }, { quiet: true })
        if (!result.ok) return result.error.message
        tell(`${what} changed`, () => void command('lead.edit', { lead_id, set: before }))
        return null
      },
      async move(stage, answers) {
        const { stage: before } = lead
        const move = leadMove(command, lead, stage.id, answers)
        if (!(await move.save())) return false
        // A lost lead would need its reason again.
        if (!before || before.kind === 'lost') tell(`Stage: ${stage.name}`)
        else tell(`Stage: ${stage.name}`, () => void move.undo(before.id))
        return true
      },
      async release() {
        const result = await command('lead.release_stage', { lead_id })
        if (result.ok) tell('Automatic moves are on again')
      },
      async assign(owner) {
        const { owner_id: before } = lead
        const result = await command('lead.assign', { lead_id, owner_id: owner?.id ?? null })
        if (!result.ok) return
        tell(owner ? `${owner.name} owns this lead` : 'Back in the pool', () => {
          void command('lead.assign', { lead_id, owner_id: before })
        })
      },
      async tag({ add, remove }) {
        const result = await command('lead.tag', { lead_id, add, remove }, { quiet: true })
        if (!result.ok) return result.error.message
        const text = add.length > 0 ? `Tagged ${add.join(', ')}` : `Tag ${remove.join(', ')} removed`
        tell(text, () => void command('lead.tag', { lead_id, add: remove, remove: add }))
        return null
      },
    }
  }, [command, lead, store])
}

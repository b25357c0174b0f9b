import type { useCommand } from '../bridge/use-command.ts'
import type { ClosingAnswers } from '../ui/closing-dialog.tsx'
import type { WonDeal } from '#shared/contract/areas/pipeline.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'

/** A move as it is saved, and taken back; each resolves to whether it is saved. */
export interface ReversibleMove {
  save: () => Promise<boolean>
  /** @param stageId where it was before */
  undo: (stageId: string) => Promise<boolean>
}

type Command = ReturnType<typeof useCommand>
type MovedLead = { id: string; stage_override: boolean }

/** A lead into another stage, with the answers to what that asks. */
export function leadMove(
  command: Command,
  lead: MovedLead,
  stageId: string,
  { reason, win }: ClosingAnswers,
): ReversibleMove {
  if (win) return leadWin(command, lead, stageId, win)
  const move = async (stage_id: string, why: string | null) =>
    (await command('lead.move', { lead_id: lead.id, stage_id, reason: why })).ok
  return {
    save: () => move(stageId, reason ?? null),
    async undo(before) {
      const isBack = await move(before, null)
      // It was the rules' before, and is theirs again.
      if (isBack && !lead.stage_override) await command('lead.release_stage', { lead_id: lead.id })
      return isBack
    },
  }
}

/** Taken back, the deal that the lead bought is as it was, too. */
function leadWin(command: Command, lead: MovedLead, stageId: string, deal: WonDeal): ReversibleMove {
  let won: CommandOutput<'lead.win'>['deal'] = null
  return {
    async save() {
      const result = await command('lead.win', { lead_id: lead.id, stage_id: stageId, deal })
      if (result.ok) won = result.value.deal
      return result.ok
    },
    async undo(before) {
      const given = { lead_id: lead.id, stage_id: before, release: !lead.stage_override, deal: won }
      return (await command('lead.unwin', given)).ok
    },
  }
}

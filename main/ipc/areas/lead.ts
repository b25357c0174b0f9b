import type { z } from 'zod'
import type { LEAD_COMMANDS } from '#shared/contract/areas/lead.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof LEAD_COMMANDS]: (input: z.output<(typeof LEAD_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands about a lead do. */
export function leadHandlers({ commit, now }: AreaContext): Handlers {
  return {
    async 'lead.create'(given) {
      const lead_id = uuidv7(now())
      await commit({ name: 'lead.create', args: { lead_id, ...given } })
      return { lead_id }
    },
    'lead.edit': (args) => commit({ name: 'lead.edit', args }),
    'lead.move': (args) => commit({ name: 'lead.move', args: { ...args, sub_stage: null } }),
    'lead.release_stage': (args) => commit({ name: 'lead.release_stage', args }),
    'lead.assign': (args) => commit({ name: 'lead.assign', args }),
    'lead.tag': (args) => commit({ name: 'lead.tag', args }),
    async 'lead.merge'(given) {
      const merge_id = uuidv7(now())
      await commit({ name: 'lead.merge', args: { merge_id, ...given } })
      return { merge_id }
    },
    'lead.unmerge': (args) => commit({ name: 'lead.unmerge', args }),
    'enrollment.create': (args) =>
      commit({ name: 'enrollment.create', args: { enrollment_id: uuidv7(now()), ...args } }),
    'enrollment.pause': (args) => commit({ name: 'enrollment.pause', args: { ...args, paused_reason: null } }),
    'enrollment.resume': (args) => commit({ name: 'enrollment.resume', args }),
    'enrollment.cancel': (args) => commit({ name: 'enrollment.cancel', args }),
  }
}

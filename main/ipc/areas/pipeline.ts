import type { z } from 'zod'
import type { PIPELINE_COMMANDS } from '#shared/contract/areas/pipeline.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof PIPELINE_COMMANDS]: (input: z.output<(typeof PIPELINE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of the pipeline do. */
export function pipelineHandlers({ commit }: AreaContext): Handlers {
  return {
    'deal.move': ({ deal_id, stage_id, lost_reason, won }) =>
      commit(
        {
          name: 'deal.move',
          args: {
            deal_id,
            set: {
              stage_id,
              ...(lost_reason !== null && { lost_reason }),
              ...(won && { actual_close_date: won.closed_on }),
            },
          },
        },
        won ? { first: [{ name: 'deal.edit', args: { deal_id, set: { value_minor: won.value_minor } } }] } : {},
      ),
  }
}

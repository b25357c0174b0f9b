import type { z } from 'zod'
import type { PIPELINE_COMMANDS } from '#shared/contract/areas/pipeline.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { NewMutation } from '../../db/calls.ts'
import { dealPlan } from './deal-plan.ts'
import { dealBack, unwinPlan, winPlan } from './win-plan.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof PIPELINE_COMMANDS]: (input: z.output<(typeof PIPELINE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of the pipeline do. */
export function pipelineHandlers({ workspace, commit, now }: AreaContext): Handlers {
  /** All in one transaction, in their order. */
  const commitAll = async (changes: readonly NewMutation[]): Promise<null> => {
    const last = changes.at(-1)
    return last ? commit(last, { first: changes.slice(0, -1) }) : null
  }
  return {
    async 'deal.save'(input) {
      const { deal_id } = input
      const { deal } = await workspace().db.read('deal.view', { deal_id })
      if (deal_id !== null && !deal) {
        throw notHere()
      }
      const id = deal_id ?? uuidv7(now())
      const plan = dealPlan(input, deal, id, () => uuidv7(now()))
      await commitAll(plan)
      return { deal_id: id }
    },
    'deal.delete': (args) => commit({ name: 'deal.delete', args }),
    async 'deal.move'({ deal_id, stage_id, lost_reason, won }) {
      const { deal } = await workspace().db.read('deal.view', { deal_id })
      if (!deal) throw notHere()
      const set = {
        stage_id,
        ...(lost_reason !== null && { lost_reason }),
        ...(won && { actual_close_date: won.closed_on }),
      }
      await commit(
        { name: 'deal.move', args: { deal_id, set } },
        won ? { first: [{ name: 'deal.edit', args: { deal_id, set: { value_minor: won.value_minor } } }] } : {},
      )
      const { stage_id: from, value_minor, probability, actual_close_date } = deal
      return { before: { stage_id: from, value_minor, probability, actual_close_date } }
    },
    'deal.put_back': ({ deal_id, before }) => commitAll(dealBack(deal_id, before)),
    async 'lead.win'(input) {
      const winnable = await workspace().db.read('lead.winnable', { lead_id: input.lead_id })
      const { changes, deal } = winPlan(input, winnable, uuidv7(now()))
      await commitAll(changes)
      return { deal }
    },
    'lead.unwin': (input) => commitAll(unwinPlan(input)),
  }
}

const notHere = (): ExpectedError => new ExpectedError('not_found', 'This deal is no longer in your local data.')

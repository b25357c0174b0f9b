/** What winning a lead with its deal comes to, change by change, and what takes it back. */
import type { z } from 'zod'
import type {
  DealBefore,
  PIPELINE_COMMANDS,
  PipelineCommandOutputs,
  Winnable,
  WonDeal,
} from '#shared/contract/areas/pipeline.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { NewMutation } from '../../db/calls.ts'

type WinInput = z.output<(typeof PIPELINE_COMMANDS)['lead.win']>
type UnwinInput = z.output<(typeof PIPELINE_COMMANDS)['lead.unwin']>
type WonBefore = PipelineCommandOutputs['lead.win']['deal']

/**
 * The lead goes first: held by hand, no rule moves it because its deal, and so its score, is another.
 * @param newId of a deal that is made with the win
 * @throws `not_found` for a deal that is no longer open, and for a new one while no stage wins it
 */
export function winPlan(
  { lead_id, stage_id, deal }: WinInput,
  winnable: Winnable,
  newId: string,
): { changes: NewMutation[]; deal: WonBefore } {
  const move = moveLead(lead_id, stage_id)
  if (deal.is === 'none') return { changes: [move], deal: null }
  const won = deal.is === 'open' ? openDeal(deal, winnable) : newDeal(deal, winnable, lead_id, newId)
  return { changes: [move, ...won.changes], deal: won.deal }
}

type Given<I extends WonDeal['is']> = Extract<WonDeal, { is: I }>
type Won = ReturnType<typeof winPlan>

function openDeal({ deal_id, value_minor, closed_on }: Given<'open'>, { deals }: Winnable): Won {
  const stands = deals.find(({ id }) => id === deal_id)
  if (!stands) throw new ExpectedError('not_found', 'This deal is no longer open. Choose what was won again.')
  const { stage_id, probability, value_minor: was, won_stage_id } = stands
  const worth = value_minor === was ? [] : [edit(deal_id, { value_minor })]
  return {
    changes: [...worth, close(deal_id, won_stage_id, closed_on)],
    deal: { deal_id, before: { stage_id, probability, value_minor: was, actual_close_date: null } },
  }
}

function newDeal(given: Given<'new'>, { fresh }: Winnable, lead_id: string, deal_id: string): Won {
  if (!fresh) throw new ExpectedError('not_found', 'No pipeline of deals has a stage that wins them.')
  const { name, value_minor, currency, closed_on } = given
  return {
    changes: [
      { name: 'deal.create', args: { deal_id, lead_id, stage_id: fresh.stage_id, name, value_minor, currency } },
      close(deal_id, fresh.won_stage_id, closed_on),
    ],
    deal: { deal_id, before: null },
  }
}

const moveLead = (lead_id: string, stage_id: string): NewMutation => ({
  name: 'lead.move',
  args: { lead_id, stage_id, sub_stage: null, reason: null },
})

const edit = (deal_id: string, set: { value_minor: string; probability?: number }): NewMutation => ({
  name: 'deal.edit',
  args: { deal_id, set },
})

const close = (deal_id: string, stage_id: string, closed_on: string): NewMutation => ({
  name: 'deal.move',
  args: { deal_id, set: { stage_id, actual_close_date: closed_on } },
})

/** A deal that was made with the win goes; one that stood is as it was. The rules have the lead again last, if at all. */
export function unwinPlan({ lead_id, stage_id, release, deal }: UnwinInput): NewMutation[] {
  return [
    ...(deal ? undoneDeal(deal) : []),
    moveLead(lead_id, stage_id),
    ...(release ? [{ name: 'lead.release_stage', args: { lead_id } } as const] : []),
  ]
}

const undoneDeal = ({ deal_id, before }: NonNullable<WonBefore>): NewMutation[] =>
  before ? dealBack(deal_id, before) : [{ name: 'deal.delete', args: { deal_id } }]

/** What puts a deal that was moved back where it was, as it was. */
export function dealBack(deal_id: string, before: DealBefore): NewMutation[] {
  const { stage_id, value_minor, probability, actual_close_date } = before
  const set = { stage_id, ...(actual_close_date !== null && { actual_close_date }) }
  // An open stage sets its own probability.
  return [{ name: 'deal.move', args: { deal_id, set } }, edit(deal_id, { value_minor, probability })]
}

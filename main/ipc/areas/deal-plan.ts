/** What saving a deal as a whole comes to, change by change. */
import type { z } from 'zod'
import type { DealItem, DealView, PIPELINE_COMMANDS } from '#shared/contract/areas/pipeline.ts'
import type { NewMutation } from '../../db/calls.ts'

export type DealInput = z.output<(typeof PIPELINE_COMMANDS)['deal.save']>

/**
 * The changes that make a deal what it is to be, in their order; none where nothing differs.
 * @param before the deal as it stands; null for a new one
 * @param mint gives a new id
 */
export function dealPlan(input: DealInput, before: DealView['deal'], id: string, mint: () => string): NewMutation[] {
  return [...dealChanges(input, before, id), ...itemChanges(input.items, before?.items ?? [], id, mint)]
}

function dealChanges(input: DealInput, before: DealView['deal'], deal_id: string): NewMutation[] {
  const { lead_id, stage_id, name, description, value_minor, currency, expected_close_date, competitor } = input
  const fields = { name, description, value_minor, currency, expected_close_date, competitor }
  if (!before) return [{ name: 'deal.create', args: { deal_id, lead_id, stage_id, ...fields } }]
  const set = differing(fields, before)
  return Object.keys(set).length > 0 ? [{ name: 'deal.edit', args: { deal_id, set } }] : []
}

function itemChanges(items: DealItem[], before: DealItem[], deal_id: string, mint: () => string): NewMutation[] {
  const kept = new Set(items.map(({ id }) => id))
  const gone = before.flatMap(({ id }): NewMutation[] =>
    id === null || kept.has(id) ? [] : [{ name: 'deal_item.delete', args: { deal_item_id: id } }],
  )
  const others = items.flatMap((item, position): NewMutation[] => {
    const { id, product_id, ...fields } = item
    const old = before.find((candidate) => candidate.id === id)
    if (id === null || !old) {
      return [{ name: 'deal_item.create', args: { deal_item_id: mint(), deal_id, product_id, position, ...fields } }]
    }
    const set = differing(fields, old)
    return Object.keys(set).length > 0 ? [{ name: 'deal_item.edit', args: { deal_item_id: id, set } }] : []
  })
  return [...gone, ...others]
}

/** The fields that are to be something else. */
function differing<T extends object>(wanted: T, before: { [K in keyof T]: unknown }): Partial<T> {
  const keys = (Object.keys(wanted) as (keyof T)[]).filter((key) => wanted[key] !== before[key])
  return Object.fromEntries(keys.map((key) => [key, wanted[key]])) as Partial<T>
}

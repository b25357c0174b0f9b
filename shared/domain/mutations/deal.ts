import type { Row } from '../../replication/tables.ts'
import { closing, itemTotal } from '../deal.ts'
import { currency, day, money, name, percent, text, uuid, whole, words } from './arguments.ts'
import type { ApplyContext, RowStore } from './define.ts'
import { creation, deletion, edition } from './rows.ts'

const dealFields = {
  name: name(300),
  description: text(10_000).nullable(),
  value_minor: money,
  currency,
  probability: percent,
  expected_close_date: day.nullable(),
  competitor: text(300).nullable(),
  owner_id: uuid.nullable(),
  tags: words,
}
const itemFields = {
  name: name(300),
  quantity: whole(1),
  unit_price_minor: money,
  discount_minor: money,
  position: whole(),
}
const { name: dealName, ...moreOfDeal } = dealFields
const { name: itemName, unit_price_minor, ...moreOfItem } = itemFields

/** The server takes the organisation's day, which the cache does not need to know: at worst the day is corrected. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

function closed(deal: Row<'deals'>, { at }: ApplyContext, rows: RowStore): Partial<Row<'deals'>> {
  const stage = rows.get('pipeline_stages', deal.stage_id)
  return stage ? closing(deal, stage, dayOf(at)) : {}
}

/** Moved into an open stage, a deal is as likely as that stage says. */
function moved(deal: Row<'deals'>, context: ApplyContext, rows: RowStore): Partial<Row<'deals'>> {
  const stage = rows.get('pipeline_stages', deal.stage_id)
  return {
    ...closed(deal, context, rows),
    ...(stage?.kind === 'open' && { probability: stage.probability }),
    stage_changed_at: context.at,
  }
}

function priced(item: Row<'deal_items'>): Partial<Row<'deal_items'>> | undefined {
  const total_minor = itemTotal(item)
  return total_minor === null ? undefined : { total_minor }
}

/** Deals and what is in them. Amounts are exact: BigInt in minor units. */
export const DEAL_MUTATIONS = {
  'deal.create': creation('deals', 'deal_id', {
    needs: { lead_id: uuid, name: dealName, stage_id: uuid },
    may: moreOfDeal,
    parents: { lead_id: 'leads', stage_id: 'pipeline_stages' },
    blank: () => ({ value_minor: '0', currency: 'EUR', probability: 0, tags: [] }),
    derive: closed,
  }),
  'deal.edit': edition('deals', 'deal_id', dealFields),
  /** To another stage, with why and when it closed; a reason stays only with its own outcome. */
  'deal.move': edition(
    'deals',
    'deal_id',
    {
      stage_id: uuid,
      actual_close_date: day.nullable(),
      lost_reason: text(1000).nullable(),
      won_reason: text(1000).nullable(),
    },
    moved,
  ),
  'deal.delete': deletion('deals', 'deal_id'),

  'deal_item.create': creation('deal_items', 'deal_item_id', {
    needs: { deal_id: uuid, name: itemName, unit_price_minor },
    may: { product_id: uuid.nullable(), ...moreOfItem },
    parents: { deal_id: 'deals', product_id: 'products' },
    blank({ deal_id }, _context, rows) {
      const deal = rows.get('deals', deal_id ?? '')
      return deal && { lead_id: deal.lead_id, currency: deal.currency, quantity: 1, discount_minor: '0', position: 0 }
    },
    derive: priced,
  }),
  'deal_item.edit': edition('deal_items', 'deal_item_id', itemFields, priced),
  'deal_item.delete': deletion('deal_items', 'deal_item_id'),
} as const

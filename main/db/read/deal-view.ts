import type { DealView } from '#shared/contract/areas/pipeline.ts'
import type { StageChoice } from '#shared/contract/lead-models.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'

type StoredDeal = Omit<NonNullable<DealView['deal']>, 'items'> & { lead_id: string }
type StoredItem = NonNullable<DealView['deal']>['items'][number]

const DEAL = `select id, lead_id, name, description, cast(value_minor as text) as value_minor, currency,
  expected_close_date, competitor, stage_id, probability, actual_close_date from deals where id = ?`

const ITEMS = `select id, product_id, name, quantity, cast(unit_price_minor as text) as unit_price_minor,
  cast(discount_minor as text) as discount_minor
  from deal_items where lead_id = :lead_id and deal_id = :id order by position, created_at, id`

const STAGES = `select s.id, s.name, s.color, s.kind from pipelines as p join pipeline_stages as s on s.pipeline_id = p.id
  where p.kind = 'deal' order by p.is_default desc, p.position, p.id, s.position, s.id`

const PRODUCTS = `select id, name, cast(price_minor as text) as price_minor, currency from products
  where is_active order by name collate nocase, id`

/** What new deals are in where nothing says otherwise. */
const CURRENCY = 'EUR'

/** A deal with its items, and what can be put into it: small tables of the organisation, read whole. */
export function dealView(db: Connection): (input: ReadInput<'deal.view'>) => DealView {
  const dealOf = db.prepare<[string], StoredDeal>(DEAL)
  const items = db.prepare<[StoredDeal], StoredItem>(ITEMS)
  const stages = db.prepare<[], StageChoice>(STAGES)
  const products = db.prepare<[], DealView['products'][number]>(PRODUCTS)
  return ({ deal_id }) => {
    const stored = deal_id === null ? undefined : dealOf.get(deal_id)
    const sold = products.all()
    const counts = Map.groupBy(sold, ({ currency }) => currency)
    const currencies = [...counts].toSorted(([, a], [, b]) => b.length - a.length).map(([currency]) => currency)
    return {
      deal: stored ? { ...withoutLead(stored), items: items.all(stored) } : null,
      stages: stages.all(),
      products: sold,
      currencies: currencies.length > 0 ? currencies : [CURRENCY],
    }
  }
}

const withoutLead = ({ lead_id: _lead, ...deal }: StoredDeal): Omit<StoredDeal, 'lead_id'> => deal

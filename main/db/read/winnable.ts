import type { Winnable, WinnableDeal } from '#shared/contract/areas/pipeline.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { dealView } from './deal-view.ts'

const WON_STAGE = `(select w.id from pipeline_stages as w where w.pipeline_id = s.pipeline_id and w.kind = 'won'
  order by w.position, w.id limit 1)`

const DEALS = `select * from (
    select d.id, d.name, cast(d.value_minor as text) as value_minor, d.currency, d.probability, d.stage_id,
      ${WON_STAGE} as won_stage_id
    from deals as d join pipeline_stages as s on s.id = d.stage_id
    where d.lead_id = ? and s.kind = 'open' order by d.created_at desc, d.id)
  where won_stage_id is not null`

const FRESH = `select * from (
    select s.id as stage_id, ${WON_STAGE} as won_stage_id
    from pipelines as p join pipeline_stages as s on s.pipeline_id = p.id
    where p.kind = 'deal' and s.kind = 'open' order by p.is_default desc, p.position, p.id, s.position, s.id)
  where won_stage_id is not null limit 1`

/** What a lead can win: the few deals of one lead, and the stages of the organisation. */
export function winnable(db: Connection): (input: ReadInput<'lead.winnable'>) => Winnable {
  const deals = db.prepare<[string], WinnableDeal>(DEALS)
  const fresh = db.prepare<[], NonNullable<Winnable['fresh']>>(FRESH)
  const newDeal = dealView(db)
  return ({ lead_id }) => ({
    deals: deals.all(lead_id),
    fresh: fresh.get() ?? null,
    currencies: newDeal({ deal_id: null }).currencies,
  })
}

/** The statements of the board: one per combination of what is set, each a range of one index of its cards. */
import type { BoardFilter, PipelineKind } from '#shared/contract/areas/pipeline.ts'

const TABLES = { lead: 'board_leads', deal: 'board_deals' } as const

/** What a filter is about, as columns of a card: a lead, a deal, or the lead that a deal is of. */
const ABOUT = {
  lead: { owner: 'e.owner', leadRid: 'e.rid' },
  deal: { owner: 'e.owner', leadRid: 'e.lead_rid' },
  dealsLead: { owner: 'e.lead_owner', leadRid: 'e.lead_rid' },
} as const

export type CardParams = Record<string, string | number>

const numberOf = (name: string): string => `(select no from inbox_values where value = :${name})`

/** What a filter asks of a card `e`, one condition per value that is set. */
function conditionsOf(about: keyof typeof ABOUT, { handler_id, channel_id, tags = [] }: BoardFilter): string[] {
  const { owner, leadRid } = ABOUT[about]
  return [
    ...(handler_id === undefined ? [] : [`${owner} = ${numberOf('handler')}`]),
    ...tags.map((_tag, n) => `exists (select 1 from lead_tags as t where t.tag = :tag${n} and t.rid = ${leadRid})`),
    ...(channel_id === undefined
      ? []
      : [
          `exists (select 1 from leads as l cross join conversations as c on c.lead_id = l.id
            where l.rid = ${leadRid} and c.channel_id = :channel)`,
        ]),
  ]
}

export function paramsOf({ handler_id, channel_id, tags = [] }: BoardFilter): CardParams {
  return {
    ...(handler_id !== undefined && { handler: handler_id ?? '' }),
    ...(channel_id !== undefined && { channel: channel_id }),
    ...Object.fromEntries(tags.map((tag, n) => [`tag${n}`, tag])),
  }
}

/** Leads with a tag, counted no further than `:enough`. */
export const tagSizeSql = (n: number): string =>
  `select count(*) as n from (select 1 from lead_tags where tag = :tag${n} limit :enough)`

/**
 * What gives the cards of a stage: the index of the column in its order, or the leads with a tag that few have.
 * @param tag the position of that tag in the filter; null for the column
 */
function cardsOf(kind: PipelineKind, tag: number | null): string {
  const table = TABLES[kind]
  if (tag === null) return `from ${table} as e indexed by ${table}_of_stage where e.stage = ${numberOf('stage')}`
  const link = `${ABOUT[kind].leadRid} = t.rid`
  return `from lead_tags as t cross join ${table} as e on ${link}
    where t.tag = :tag${tag} and e.stage = ${numberOf('stage')}`
}

/** A page of `rid`, `due` and `rank` in the order of a column, `:from_…` exclusive to `:to_…` inclusive. */
export function cardsSql(
  kind: PipelineKind,
  filter: BoardFilter,
  tag: number | null,
  range: { hasFrom: boolean; hasTo: boolean },
): string {
  const bound = (end: string) => `(:${end}_due, :${end}_rank, :${end}_rid)`
  const conditions = [
    ...conditionsOf(kind, filter),
    ...(range.hasFrom ? [`(e.due, e.rank, e.rid) > ${bound('from')}`] : []),
    ...(range.hasTo ? [`(e.due, e.rank, e.rid) <= ${bound('to')}`] : []),
  ].map((condition) => ` and ${condition}`)
  return `select e.rid, e.due, e.rank ${cardsOf(kind, tag)}${conditions.join('')}
    order by e.due, e.rank, e.rid limit :limit`
}

/** The leads of all cards of a stage that fit a filter, each as often as it has cards. */
export function leadsOfCardsSql(kind: PipelineKind, filter: BoardFilter): string {
  const conditions = conditionsOf(kind, filter).map((condition) => ` and ${condition}`)
  return `select ${ABOUT[kind].leadRid} as rid ${cardsOf(kind, null)}${conditions.join('')}`
}

const SUMS = `cast(sum(hi) as text) as hi, cast(sum(lo) as text) as lo,
  cast(sum(weighted_hi) as text) as weighted_hi, cast(sum(weighted_lo) as text) as weighted_lo`
const AMOUNTS = `cast(sum(e.hi) as text) as hi, cast(sum(e.lo) as text) as lo,
  cast(sum(e.hi * e.probability) as text) as weighted_hi, cast(sum(e.lo * e.probability) as text) as weighted_lo`
const NOTHING = `'0' as hi, '0' as lo, '0' as weighted_hi, '0' as weighted_lo`

/** Whether a filter asks for no more than an owner, by which the totals are kept. */
export const isKept = ({ channel_id, tags }: BoardFilter): boolean => channel_id === undefined && tags === undefined

/** Cards and amounts by stage and currency, as the triggers keep them. */
export function keptTotalsSql({ handler_id }: BoardFilter): string {
  return `select s.stage, s.currency, sum(s.cards) as cards, ${SUMS}
    from board_stats as s
    left join inbox_values as v on v.no = s.deal_stage left join pipeline_stages as ds on ds.id = v.value
    where (s.deal_stage = 0 or ds.kind is not 'lost')${handler_id === undefined ? '' : ` and s.owner = ${numberOf('handler')}`}
    group by s.stage, s.currency`
}

/** All cards of a kind that fit a filter; with tags, those of the leads that have the first. */
function fitting(table: string, about: keyof typeof ABOUT, filter: BoardFilter): { from: string; where: string } {
  const { leadRid } = ABOUT[about]
  const isTagged = (filter.tags?.length ?? 0) > 0
  const conditions = conditionsOf(about, filter)
  return {
    from: isTagged ? `from lead_tags as t0 cross join ${table} as e on ${leadRid} = t0.rid` : `from ${table} as e`,
    where: `where ${[...(isTagged ? ['t0.tag = :tag0'] : []), ...conditions].join(' and ') || 'true'}`,
  }
}

/** The same, counted: the cards that fit a filter, and the amounts of the deals that they or their leads have. */
export function countedTotalsSql(kind: PipelineKind, filter: BoardFilter): string {
  const deals = fitting('board_deals', 'deal', filter)
  if (kind === 'deal') {
    return `select e.stage, e.currency, count(*) as cards, ${AMOUNTS} ${deals.from} ${deals.where}
      group by e.stage, e.currency`
  }
  const leads = fitting('board_leads', 'lead', filter)
  const ofLeads = fitting('board_deals', 'dealsLead', filter)
  return `select e.stage, '' as currency, count(*) as cards, ${NOTHING} ${leads.from} ${leads.where} group by e.stage
    union all
    select e.lead_stage as stage, e.currency, 0 as cards, ${AMOUNTS} ${ofLeads.from}
      left join inbox_values as v on v.no = e.stage left join pipeline_stages as ds on ds.id = v.value
      ${ofLeads.where} and ds.kind is not 'lost' group by e.lead_stage, e.currency`
}

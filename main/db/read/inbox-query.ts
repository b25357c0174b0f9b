/** The statements of the inbox: one per combination of what is set, each told which index leads it. */
import type { InboxKey } from '#shared/contract/read-models.ts'
import type { Split } from '#shared/domain/conversation.ts'
import type { InboxFilter, Sort } from '#shared/domain/triage.ts'

export interface InboxView {
  split: Split
  sort: Sort
  filter: InboxFilter
}

/** Something that narrows the list, over entries `e`: how its rows are found, and how a row that is found is asked. */
export interface Facet {
  from: string
  where: string
  /** Counts its rows no further than `:enough`, in its index alone. */
  sizeSql: string
  /** The same as a condition on an entry that something else has found. */
  condition: string
  params: Record<string, string>
  /** Its index also holds the order "newest". */
  isOrdered: boolean
}

const FACETS = { channel: 'channel_id', stage: 'stage_id', handler: 'handler_id' } as const

/** What a filter asks for, one facet per value that is set. */
export function facetsOf(filter: InboxFilter): Facet[] {
  const columns = Object.entries(FACETS).flatMap(([name, key]): Facet[] => {
    const value = filter[key]
    if (value === undefined) return []
    const where = `e.${name} = (select no from inbox_values where value = :${name})`
    const from = `inbox_entries as e indexed by inbox_of_${name}`
    const params = { [name]: value ?? '' }
    return [{ from, where, condition: where, sizeSql: sizeSql(from, where), params, isOrdered: true }]
  })
  const tags = (filter.tags ?? []).map((tag, n): Facet => ({
    from: `inbox_tags as t${n} cross join inbox_entries as e`,
    where: `t${n}.tag = :tag${n} and e.rid = t${n}.rid`,
    condition: `exists (select 1 from inbox_tags as t where t.tag = :tag${n} and t.rid = e.rid)`,
    sizeSql: sizeSql(`inbox_tags as t${n}`, `t${n}.tag = :tag${n}`),
    params: { [`tag${n}`]: tag },
    isOrdered: false,
  }))
  return [...columns, ...tags]
}

const sizeSql = (from: string, where: string): string =>
  `select count(*) as n from (select 1 from ${from} where ${where} limit :enough)`

/** What finds the rows of a view. */
export interface Lead {
  /** Position among the facets of the filter; null for the split or the order. */
  facet: number | null
  /** The split is gathered and sorted, not walked in the order. */
  isSplitFew: boolean
}

/**
 * The rows of a view. Exactly the set predicates are in the text, never one that may be null inside an `or`: that would
 * read a whole index instead of a range of it.
 */
function source({ split, sort, filter }: InboxView, { facet, isSplitFew }: Lead): string {
  const facets = facetsOf(filter)
  const lead = facet === null ? undefined : facets[facet]
  const index = sort === 'newest' || isSplitFew ? `inbox_${split}` : `inbox_${split}_by_${sort}`
  const from = lead?.from ?? `inbox_entries as e indexed by ${index}`
  const others = facets.filter((other) => other !== lead).map(({ condition }) => condition)
  return `from ${from} where ${[...(lead ? [lead.where] : []), `e.in_${split}`, ...others].join(' and ')}`
}

/** A page of entries as `rid` and `rank`, in the order of the view, `:from_…` exclusive to `:to_…` inclusive. */
export function pageSql(view: InboxView, lead: Lead, range: { hasFrom: boolean; hasTo: boolean }): string {
  const { sort } = view
  const key = sort === 'newest' ? ['at', 'rid'] : [`by_${sort}`, 'at', 'rid']
  const names = sort === 'newest' ? ['at', 'rid'] : ['rank', 'at', 'rid']
  const row = `(${key.map((column) => `e.${column}`).join(', ')})`
  const bound = (end: string) => `(${names.map((name) => `:${end}_${name}`).join(', ')})`
  return `select e.rid, ${sort === 'newest' ? '0' : `e.by_${sort}`} as rank ${source(view, lead)}
    ${range.hasFrom ? `and ${row} < ${bound('from')}` : ''}
    ${range.hasTo ? `and ${row} >= ${bound('to')}` : ''}
    order by ${key.map((column) => `e.${column} desc`).join(', ')} limit :limit`
}

/** `columns` of the entries of a view, in no order. */
export function rowsSql(view: InboxView, lead: Lead, columns: string): string {
  return `select ${columns} ${source({ ...view, sort: 'newest' }, lead)}`
}

/** The bounds of a range as the parameters of {@link pageSql}. */
export function bounds(sort: Sort, end: 'from' | 'to', key: InboxKey | null): Record<string, number> {
  if (!key) return {}
  const place = { [`${end}_at`]: key.at, [`${end}_rid`]: key.rid }
  return sort === 'newest' ? place : { ...place, [`${end}_rank`]: key.rank }
}

import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { FilteredCount } from '#shared/contract/areas/triage.ts'
import type { InboxCounts, InboxPage, InboxRow } from '#shared/contract/read-models.ts'
import type { Split } from '#shared/domain/conversation.ts'
import { bounds, facetsOf, pageSql, rowsSql } from './inbox-query.ts'
import type { InboxView, Lead } from './inbox-query.ts'
import { preparedByText } from './prepared.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

type StoredRow = Omit<InboxRow, 'stage' | 'save_state'> & {
  rank: number
  stage_name: string | null
  stage_color: string | null
  save_strength: number | null
}
type Params = Record<string, string | number | null>

/**
 * Up to so many rows are gathered through the index of what they have in common, and sorted. Of more, a page is found by
 * walking an index that has the order and leaving out what does not fit: it comes soon, for there are many.
 */
const FEW = 4_000

const ROW = `c.id, c.rid, c.lead_id, c.lead_label, c.platform, c.shown_status as status, c.priority, c.snoozed_until,
  coalesce(c.last_message_preview, '') as preview, c.at,
  case when c.last_message_direction = 'outbound' then (
    select case when m.sender_type <> 'agent' then m.sender_type when m.sender_id = me.value then 'you' else 'team' end
    from messages as m, meta as me
    where m.conversation_rid = c.rid and me.key = 'user_id'
    order by m.created_at desc, m.rid desc limit 1) end as last_by,
  c.unread_count as unread, c.waiting_since, coalesce(c.lead_score, 0) as score,
  stage.name as stage_name, stage.color as stage_color,
  coalesce(c.assigned_to, c.lead_owner_id) as handler_id,
  ${saveStateSql('conversations', 'c.id')} as save_strength`

/** Only the entries of the page meet the wide rows. */
const rowsOf = (page: string): string => `select ${ROW}, entry.rank
  from (${page}) as entry cross join conversations as c on c.rid = entry.rid
  left join pipeline_stages as stage on stage.id = c.lead_stage_id
  order by entry.rank desc, c.at desc, c.rid desc`

/**
 * What leads a query of a view. Without a filter the split's index in that order; else whichever has the fewest rows of
 * what is asked for. Where all have many, the order's own index walks, or,
 * for the newest, that of the first facet which has that order too.
 */
function leading(db: Connection): (view: InboxView) => Lead {
  const prepare = preparedByText<Params>(db)
  const splitTotal = db.prepare<[string], number>('select total from split_counts where split = ?').pluck()
  return ({ split, sort, filter }) => {
    const facets = facetsOf(filter)
    if (facets.length === 0) return { facet: null, isSplitFew: false }
    const total = splitTotal.get(split) ?? 0
    const isSplitFew = total <= FEW
    let fewest = { facet: null as number | null, size: isSplitFew ? total : Infinity }
    let ordered: number | null = null
    for (const [facet, { sizeSql, params, isOrdered }] of facets.entries()) {
      const { n } = prepare<{ n: number }>(sizeSql).get({ ...params, enough: FEW + 1 })!
      if (n <= FEW && n < fewest.size) fewest = { facet, size: n }
      if (isOrdered && sort === 'newest') ordered ??= facet
    }
    return { facet: fewest.size === Infinity ? ordered : fewest.facet, isSplitFew }
  }
}

const paramsOf = (view: InboxView): Params =>
  Object.assign({}, ...facetsOf(view.filter).map(({ params }) => params)) as Params

/** A page of a split in the order asked for, with what is set of the filter. */
export function inboxPage(db: Connection): (input: ReadInput<'inbox.page'>) => InboxPage {
  const prepare = preparedByText<Params>(db)
  const leadingOf = leading(db)
  return ({ split, sort = 'newest', filter = {}, from, to, limit }) => {
    const view = { split, sort, filter }
    const page = pageSql(view, leadingOf(view), { hasFrom: from !== null, hasTo: to !== null })
    const params = { ...paramsOf(view), ...bounds(sort, 'from', from), ...bounds(sort, 'to', to) }
    // One more than asked for tells whether there are more.
    const found = prepare<StoredRow>(rowsOf(page)).all({ ...params, limit: limit + 1 })
    const last = found[limit - 1]
    const next = found.length > limit && last ? { rank: last.rank, at: last.at, rid: last.rid } : null
    return { rows: found.slice(0, limit).map(rowOf), next }
  }
}

function rowOf({ stage_name, stage_color, save_strength, rank: _rank, ...row }: StoredRow): InboxRow {
  const stage = stage_name === null || stage_color === null ? null : { name: stage_name, color: stage_color }
  return { ...row, stage, save_state: saveStateOf(save_strength) }
}

/** How many conversations a filtered view has, and how many of those are unread. */
export function filteredCount(db: Connection): (input: ReadInput<'inbox.filtered_count'>) => FilteredCount {
  const prepare = preparedByText<Params>(db)
  const leadingOf = leading(db)
  return ({ split, filter }) => {
    const view: InboxView = { split, sort: 'newest', filter }
    return prepare<FilteredCount>(
      `select count(*) as total, coalesce(sum(e.unread), 0) as unread from (${rowsSql(view, leadingOf(view), 'e.unread')})
       as e`,
    ).get(paramsOf(view))!
  }
}

/** What is asked of the conversations `c` of a filtered view. */
function matching<T>(
  db: Connection,
  asked: { columns: string; and: string },
): (view: ReadInput<'inbox.matching'>) => T[] {
  const prepare = preparedByText<Params>(db)
  const leadingOf = leading(db)
  return ({ split, filter }) => {
    const view: InboxView = { split, sort: 'newest', filter }
    const rows = rowsSql(view, leadingOf(view), 'e.rid')
    const sql = `select ${asked.columns} from (${rows}) as e cross join conversations as c on c.rid = e.rid ${asked.and}`
    return prepare<T>(sql).all(paramsOf(view))
  }
}

/** Ids of the conversations of a filtered view, in no order: what a bulk change over all that match works on. */
export function matchingIds(db: Connection): (input: ReadInput<'inbox.matching'>) => string[] {
  const found = matching<{ id: string }>(db, { columns: 'c.id', and: '' })
  return (view) => found(view).map(({ id }) => id)
}

/** Whom the conversations of a filtered view are with, in no order and each once. */
export function matchingLeads(db: Connection): (input: ReadInput<'inbox.matching'>) => { rid: number }[] {
  return matching(db, { columns: 'distinct l.rid', and: 'cross join leads as l on l.id = c.lead_id' })
}

/** Conversations per split, and how many of them have unread messages; kept by triggers, so six rows to read. */
export function inboxCounts(db: Connection): () => InboxCounts {
  const statement = db.prepare<[], { split: Split; total: number; unread: number }>('select * from split_counts')
  return () =>
    Object.fromEntries(statement.all().map(({ split, total, unread }) => [split, { total, unread }])) as InboxCounts
}

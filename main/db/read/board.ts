import type { BoardCard, BoardPage, PipelineKind } from '#shared/contract/areas/pipeline.ts'
import { sumByCurrency } from '#shared/domain/money.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { cardsSql, paramsOf, tagSizeSql } from './board-query.ts'
import type { CardParams } from './board-query.ts'
import { preparedByText } from './prepared.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

/** Up to so many leads with a tag are gathered and sorted; of more, a column is walked and what lacks the tag left out. */
const FEW = 4_000

/** What a card has for its next activity when none is planned. */
const NEVER = 9_000_000_000_000_000

/** More deals than this of one lead are not summed on its card. */
const MOST_DEALS = 50

interface StoredCard extends Pick<BoardCard, 'id' | 'rid' | 'lead_id' | 'title' | 'detail' | 'owner_id' | 'score'> {
  due: number
  rank: number
  since: number | null
  waiting_since: number | null
  stage_override: number
  conversation_id: string | null
  platform: Platform | null
  preview: string | null
  unread: number | null
  /** JSON: pairs of currency and decimal text. */
  amounts: string
  probability: number | null
  expected_close_date: string | null
  tags: string
  save_strength: number | null
}

const OF_LEAD = `coalesce(l.lead_score, 0) as score,
  c.id as conversation_id, c.platform, c.last_message_preview as preview, c.unread_count as unread,
  (select min(w.waiting_since) from conversations as w where w.lead_id = l.id and w.status = 'open') as waiting_since`

const LATEST = `left join conversations as c on c.rid = (
    select o.rid from conversations as o where o.lead_id = l.id order by o.at desc limit 1)`

// The history has a move once the server has made it; until then the card has only just come.
const LEAD_CARD = (page: string): string => `select l.id, l.rid, l.id as lead_id, l.label as title,
    case when l.label is not l.company_name then l.company_name end as detail, l.owner_id, l.stage_override, l.tags,
    entry.due, entry.rank, ${OF_LEAD},
    case when h.rid is null then l.created_at when h.to_stage_id is l.pipeline_stage_id then h.created_at end as since,
    (select json_group_array(json_array(currency, minor)) from (
      select d.currency, cast(d.value_minor as text) as minor
      from deals as d left join pipeline_stages as s on s.id = d.stage_id
      where d.lead_id = l.id and s.kind is not 'lost' limit ${MOST_DEALS})) as amounts,
    null as probability, null as expected_close_date, ${saveStateSql('leads', 'l.id')} as save_strength
  from (${page}) as entry cross join leads as l on l.rid = entry.rid
  left join stage_changes as h on h.rid = (select s.rid from stage_changes as s
    where s.lead_id = l.id and s.deal_id is null order by s.created_at desc, s.rid desc limit 1)
  ${LATEST}
  order by entry.due, entry.rank, entry.rid`

const DEAL_CARD = (page: string): string => `select d.id, d.rid, d.lead_id, d.name as title, l.label as detail,
    d.owner_id, 0 as stage_override, d.tags, entry.due, entry.rank, ${OF_LEAD},
    coalesce(d.stage_changed_at, d.created_at) as since,
    json_array(json_array(d.currency, cast(d.value_minor as text))) as amounts, d.probability, d.expected_close_date,
    ${saveStateSql('deals', 'd.id')} as save_strength
  from (${page}) as entry cross join deals as d on d.rid = entry.rid left join leads as l on l.id = d.lead_id
  ${LATEST}
  order by entry.due, entry.rank, entry.rid`

const CARD = { lead: LEAD_CARD, deal: DEAL_CARD } as const

/** A page of a column of the board, in the order of the next activity. */
export function boardPage(db: Connection): (input: ReadInput<'board.page'>) => BoardPage {
  const prepare = preparedByText<CardParams>(db)

  /** The tag that the fewest leads have, if they are few. */
  function rarestTag(tags: readonly string[], params: CardParams): number | null {
    const sizes = tags.map((_tag, n) => prepare<{ n: number }>(tagSizeSql(n)).get({ ...params, enough: FEW + 1 })!.n)
    const fewest = Math.min(...sizes)
    return fewest <= FEW ? sizes.indexOf(fewest) : null
  }

  return ({ kind, stage_id, filter, from, to, limit }) => {
    const params = paramsOf(filter)
    const page = cardsSql(kind, filter, rarestTag(filter.tags ?? [], params), {
      hasFrom: from !== null,
      hasTo: to !== null,
    })
    // One more than asked for tells whether there are more.
    const found = prepare<StoredCard>(CARD[kind](page)).all({
      ...params,
      stage: stage_id ?? '',
      ...bound('from', from),
      ...bound('to', to),
      limit: limit + 1,
    })
    const last = found[limit - 1]
    const next = found.length > limit && last ? { due: last.due, rank: last.rank, rid: last.rid } : null
    return { rows: found.slice(0, limit).map((card) => cardOf(kind, card)), next }
  }
}

const bound = (end: 'from' | 'to', key: ReadInput<'board.page'>['from']): CardParams =>
  key ? { [`${end}_due`]: key.due, [`${end}_rank`]: key.rank, [`${end}_rid`]: key.rid } : {}

function cardOf(kind: PipelineKind, card: StoredCard): BoardCard {
  const { due, rank: _rank, conversation_id, platform, preview, unread, amounts, ...rest } = card
  const { probability, expected_close_date, save_strength, ...shown } = rest
  return {
    ...shown,
    stage_override: card.stage_override === 1,
    due_at: due === NEVER ? null : due,
    conversation:
      conversation_id !== null && platform !== null
        ? { id: conversation_id, platform, preview: preview ?? '', unread: unread ?? 0 }
        : null,
    values: sumByCurrency(
      (JSON.parse(amounts) as [string, string][]).map(([currency, minor]) => ({ currency, minor })),
      // A deal that is worth nothing yet still has its currency.
    ).filter(({ minor }) => kind === 'deal' || minor !== '0'),
    deal: kind === 'deal' ? { probability: probability ?? 0, expected_close_date } : null,
    tags: JSON.parse(card.tags) as string[],
    save_state: saveStateOf(save_strength),
  }
}

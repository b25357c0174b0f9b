/** Operators as conditions on the rows of each kind of hit. */
import type { Filter, SearchPart, SearchState } from '#shared/domain/search/query.ts'
import { fold } from '#shared/domain/search/tokens.ts'
import type { Connection } from '../connection.ts'

/** What is filtered. In SQL `l` is its lead, `c` its conversation, `m` a message, `n` a note. */
export type HitKind = 'lead' | 'conversation' | 'message' | 'note'

/** Conditions and what they are given, in order. One text per combination of operators, so that it is prepared once. */
export interface Conditions {
  sql: string
  values: (string | number)[]
  /** Names that nobody and nothing has; such a search finds nothing. */
  problems: string[]
}

const AT: Record<HitKind, string> = {
  lead: 'coalesce(l.last_interaction_at, l.created_at)',
  conversation: 'c.at',
  message: 'm.created_at',
  note: 'n.created_at',
}
const OWNER: Record<HitKind, string> = {
  lead: 'l.owner_id',
  conversation: 'coalesce(c.assigned_to, l.owner_id)',
  message: 'coalesce(c.assigned_to, l.owner_id)',
  note: 'l.owner_id',
}
const STATUSES: Record<Exclude<SearchState, 'unread' | 'hot'>, string> = {
  open: `'open'`,
  snoozed: `'snoozed'`,
  done: `'closed', 'archived'`,
}

export class Filters {
  readonly #stages
  readonly #people
  readonly #me: string

  /** @param cache the cache, to which it gives the function `begins_folded(text, name)` */
  constructor(cache: Connection) {
    cache.function('begins_folded', { deterministic: true }, (text, name) =>
      fold(String(text)).startsWith(String(name)) ? 1 : 0,
    )
    this.#stages = cache
      .prepare<[string], string>('select id from pipeline_stages where begins_folded(name, ?)')
      .pluck()
    this.#people = cache
      .prepare<[string, string, string], string>(
        `select id from profiles where begins_folded(coalesce(full_name, ''), ?) or begins_folded(email, ?)
          or begins_folded(substr(full_name, instr(full_name, ' ') + 1), ?)`,
      )
      .pluck()
    this.#me = cache.prepare<[], string>(`select value from meta where key = 'user_id'`).pluck().get() ?? ''
  }

  conditions(kind: HitKind, filters: readonly Filter[]): Conditions {
    const all: Conditions = { sql: '', values: [], problems: [] }
    for (const filter of filters) {
      const { sql, values = [], problem } = this.#condition(kind, filter)
      all.sql += ` and ${sql}`
      all.values.push(...values)
      if (problem) all.problems.push(problem)
    }
    return all
  }

  #condition(kind: HitKind, filter: Filter): Condition {
    if (filter.op === 'owner') return this.#owner(OWNER[kind], filter.name)
    if (filter.op === 'stage') return named('stage', filter.name, 'l.pipeline_stage_id', this.#stages.all(filter.name))
    if (filter.op === 'tag') {
      const sql = taggedSql('l')
      if (kind !== 'note') return { sql, values: [filter.name] }
      return { sql: `(${sql} or ${taggedSql('n')})`, values: [filter.name, filter.name] }
    }
    if (filter.op === 'has') return { sql: hasSql(kind, filter.part) }
    if (filter.op === 'is') return { sql: stateSql(kind, filter.state) }
    if (filter.op === 'channel') {
      const sql = kind === 'message' ? 'm.platform = ?' : inConversation(kind, 'c.platform = ?')
      return { sql, values: [filter.platform] }
    }
    return { sql: `${AT[kind]} ${filter.op === 'before' ? '<' : '>='} ?`, values: [filter.at] }
  }

  #owner(column: string, name: string): Condition {
    if (name === 'nobody') return { sql: `${column} is null` }
    if (name === 'me') return { sql: `${column} = ?`, values: [this.#me] }
    return named('owner', name, column, this.#people.all(name, name, name))
  }
}

interface Condition {
  sql: string
  values?: (string | number)[]
  problem?: string
}

/** A note is found by its own tags and by its lead's. */
const taggedSql = (row: 'l' | 'n'): string =>
  `exists (select 1 from json_each(${row}.tags) as t where begins_folded(t.value, ?))`

function stateSql(kind: HitKind, state: SearchState): string {
  if (state === 'hot') return `l.temperature = 'hot'`
  return inConversation(kind, state === 'unread' ? 'c.unread_count > 0' : `c.shown_status in (${STATUSES[state]})`)
}

function named(op: string, name: string, column: string, ids: string[]): Condition {
  const sql = `${column} in (select value from json_each(?))`
  const problem = ids.length === 0 ? `“${op}:${name}” is the name of nothing here.` : undefined
  return { sql, values: [JSON.stringify(ids)], ...(problem && { problem }) }
}

/** Leads and notes have no one conversation: any of the lead's will do. */
function inConversation(kind: HitKind, condition: string): string {
  if (kind === 'conversation' || kind === 'message') return condition
  return `exists (select 1 from conversations as c where c.lead_id = l.id and ${condition})`
}

/** Of a message itself where that can be told, else of its lead. */
function hasSql(kind: HitKind, part: SearchPart): string {
  if (kind === 'message' && part === 'call') return `m.content_type = 'call'`
  if (part === 'call') return inConversation(kind, HAS.call)
  return kind === 'message' && part === 'attachment'
    ? `${HAS.attachment.slice(0, -1)} and x.message_id = m.id)`
    : HAS[part]
}

const HAS: Record<SearchPart, string> = {
  attachment: 'exists (select 1 from attachments as x where x.lead_id = l.id)',
  call: `exists (select 1 from messages as x where x.conversation_rid = c.rid and x.content_type = 'call')`,
  note: 'exists (select 1 from notes as x where x.lead_id = l.id)',
  deal: 'exists (select 1 from deals as x where x.lead_id = l.id)',
  phone: `coalesce(l.phone, '') <> ''`,
  email: `coalesce(l.email, '') <> ''`,
}

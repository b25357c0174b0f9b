import { MOST_IN_CALENDAR } from '#shared/contract/areas/tasks.ts'
import type { CalendarRange, TaskCounts, TaskItem, TaskPage, TaskScope } from '#shared/contract/areas/tasks.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import {
  AGENDA_LISTS,
  DAY,
  NEVER,
  SOURCES,
  agendaSql,
  calendarSql,
  boundOf,
  countSql,
  nextMidnight,
  rangeOf,
  totalSql,
} from './agenda-query.ts'
import { preparedByText } from './prepared.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

interface StoredTask extends Omit<TaskItem, 'kind' | 'at' | 'conversation' | 'save_state'> {
  source: number
  rid: number
  rank: number
  conversation_id: string | null
  platform: Platform | null
  save_strength: number | null
}

/** What an agenda row says, of whichever table it is. */
const item = (page: string): string => `select entry.source, entry.rid, entry.rank,
    coalesce(a.id, m.id, b.id, l.id) as id,
    coalesce(a.type, case entry.source when 2 then 'meeting' when 3 then 'call' else 'task' end) as type,
    coalesce(a.status, iif(m.id is null, 'planned', 'missed')) as status,
    coalesce(a.subject, b.title) as subject, b.ends_at, coalesce(a.description, m.body) as description, coalesce(a.priority, 'normal') as priority,
    nullif(owner.value, '') as owner_id, coalesce(a.lead_id, m.lead_id, b.lead_id, l.id) as lead_id, l.label as lead_label,
    c.id as conversation_id, c.platform,
    case entry.source when 0 then ${saveStateSql('activities', 'a.id')} when 1 then ${saveStateSql('leads', 'l.id')}
      when 2 then ${saveStateSql('bookings', 'b.id')} end as save_strength
  from (${page}) as entry
  left join activities as a on entry.source = 0 and a.rid = entry.rid
  left join messages as m on entry.source = 3 and m.rid = entry.rid
  left join bookings as b on entry.source = 2 and b.rid = entry.rid
  left join leads as l on l.rid = case entry.source when 1 then entry.rid
    else (select o.rid from leads as o where o.id = coalesce(a.lead_id, m.lead_id, b.lead_id)) end
  left join conversations as c on c.rid = coalesce(m.conversation_rid, (
    select o.rid from conversations as o where o.lead_id = l.id order by o.at desc limit 1))
  left join inbox_values as owner on owner.no = entry.owner
  order by entry.rank, entry.source, entry.rid`

/** A page of one of the lists of tasks. */
export function tasksPage(db: Connection): (input: ReadInput<'tasks.page'>) => TaskPage {
  const prepare = preparedByText<Record<string, number>>(db)
  return ({ list, scope, from, to, limit }) => {
    const sql = item(agendaSql(scope, { hasFrom: from !== null, hasTo: to !== null }))
    const params = { ...rangeOf(list, Date.now()), ...boundOf('from', from), ...boundOf('to', to) }
    // One more than asked for tells whether there are more.
    const found = prepare<StoredTask>(sql).all({ ...params, limit: limit + 1 })
    const last = found[limit - 1]
    const next = found.length > limit && last ? { rank: last.rank, source: last.source, rid: last.rid } : null
    return { rows: found.slice(0, limit).map(taskOf), next }
  }
}

function taskOf({ source, rid: _rid, rank, conversation_id, platform, save_strength, ...task }: StoredTask): TaskItem {
  return {
    ...task,
    kind: SOURCES[source] as TaskItem['kind'],
    at: rank === NEVER ? null : Math.abs(rank),
    conversation: conversation_id !== null && platform !== null ? { id: conversation_id, platform } : null,
    save_state: saveStateOf(save_strength),
  }
}

/** What is due and what is booked in a stretch of time. */
export function calendarRange(db: Connection): (input: ReadInput<'calendar.range'>) => CalendarRange {
  const statementOf = (scope: TaskScope) => db.prepare<[Record<string, number>], StoredTask>(item(calendarSql(scope)))
  const statements = { mine: statementOf('mine'), everybody: statementOf('everybody') }
  return ({ scope, from, to }) => {
    const found = statements[scope].all({ since: from, until: to, limit: MOST_IN_CALENDAR + 1 })
    return { items: found.slice(0, MOST_IN_CALENDAR).map(taskOf), more: found.length > MOST_IN_CALENDAR }
  }
}

/** How many there are of each list, now. */
export function taskCounts(db: Connection): (input: ReadInput<'tasks.counts'>) => TaskCounts {
  const countersOf = (scope: TaskScope) => ({
    before: db.prepare<[{ before: number; day: number }], number>(countSql(scope)).pluck(),
    total: db.prepare<[{ list: number }], number>(totalSql(scope)).pluck(),
  })
  const counters = { mine: countersOf('mine'), everybody: countersOf('everybody') }
  return ({ scope }) => {
    const { before, total } = counters[scope]
    const below = (moment: number) => before.get({ before: moment, day: Math.floor(moment / DAY) }) ?? 0
    const now = Date.now()
    const overdue = below(now)
    const today = below(nextMidnight(now)) - overdue
    return {
      overdue,
      today,
      upcoming: (total.get({ list: AGENDA_LISTS.due }) ?? 0) - overdue - today,
      missed: total.get({ list: AGENDA_LISTS.missed }) ?? 0,
    }
  }
}

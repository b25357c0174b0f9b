/** The statements over the agenda (migration 17): one per combination of what is set, each a range of one index. */
import type { TaskKey, TaskList, TaskScope } from '#shared/contract/areas/tasks.ts'

/** Of an activity without a time: after all others. */
export const NEVER = 9_000_000_000_000_000
export const DAY = 86_400_000

/** Lists and sources as the agenda numbers them. */
export const AGENDA_LISTS = { due: 0, missed: 1, booking: 2 } as const
export const SOURCES = ['activity', 'follow_up', 'booking', 'call'] as const

/** The lists that end and begin at moments, which a statement takes as parameters. */
export interface AgendaRange {
  list: number
  /** From this rank on. */
  since: number
  /** Below this rank. */
  until: number
}

/** Milliseconds since 1970 at which the local day after that of `now` begins. */
export function nextMidnight(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

/** Where a list of tasks begins and ends at a moment. */
export function rangeOf(list: TaskList, now: number): AgendaRange {
  const tomorrow = nextMidnight(now)
  const ranges: Record<TaskList, AgendaRange> = {
    overdue: { list: AGENDA_LISTS.due, since: -NEVER, until: now },
    today: { list: AGENDA_LISTS.due, since: now, until: tomorrow },
    upcoming: { list: AGENDA_LISTS.due, since: tomorrow, until: NEVER + 1 },
    missed: { list: AGENDA_LISTS.missed, since: -NEVER, until: NEVER },
  }
  return ranges[list]
}

const ME = `(select no from inbox_values where value = (select value from meta where key = 'user_id'))`

/** Rows of a list as `a`, in their order; `:since`, `:until` and, where there is one, the page's ends. */
export function agendaSql(scope: TaskScope, range: { hasFrom: boolean; hasTo: boolean }): string {
  const index = scope === 'mine' ? 'agenda_of_owner' : 'agenda_of_everybody'
  return `select a.source, a.rid, a.rank, a.owner from agenda as a indexed by ${index}
    where ${scope === 'mine' ? `a.owner = ${ME} and` : ''} a.list = :list and a.rank >= :since and a.rank < :until
      ${range.hasFrom ? 'and (a.rank, a.source, a.rid) > (:from_rank, :from_source, :from_rid)' : ''}
      ${range.hasTo ? 'and (a.rank, a.source, a.rid) <= (:to_rank, :to_source, :to_rid)' : ''}
    order by a.rank, a.source, a.rid limit :limit`
}

/** What is due and what is booked from `:since` until before `:until`, by its time. */
export const calendarSql = (scope: TaskScope): string =>
  [AGENDA_LISTS.due, AGENDA_LISTS.booking]
    .map(
      (list) => `select * from (${agendaSql(scope, { hasFrom: false, hasTo: false }).replace(':list', String(list))})`,
    )
    .join(' union all ')

/** How many rows of a list stand below `:before`: whole days by their counts, the rest of a day one by one. */
export function countSql(scope: TaskScope): string {
  const owner = scope === 'mine' ? ME : '0'
  const index = scope === 'mine' ? 'agenda_of_owner' : 'agenda_of_everybody'
  return `select coalesce((select sum(items) from agenda_days
      where owner = ${owner} and list = ${AGENDA_LISTS.due} and day < :day), 0)
    + (select count(*) from agenda as a indexed by ${index}
      where ${scope === 'mine' ? `a.owner = ${owner} and` : ''} a.list = ${AGENDA_LISTS.due}
        and a.rank >= :day * ${DAY} and a.rank < :before)`
}

/** How many rows of `:list` there are. */
export const totalSql = (scope: TaskScope): string =>
  `select coalesce(sum(items), 0) from agenda_days where owner = ${scope === 'mine' ? ME : '0'} and list = :list`

/** The end of a page as the parameters of {@link agendaSql}. */
export const boundOf = (end: 'from' | 'to', key: TaskKey | null): Record<string, number> =>
  key ? { [`${end}_rank`]: key.rank, [`${end}_source`]: key.source, [`${end}_rid`]: key.rid } : {}

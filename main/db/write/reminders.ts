import type { Reminder } from '#shared/contract/areas/tasks.ts'
import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'

/** What became due longer ago is overdue and no news: a first sync would bring it by the hundred. */
const AT_MOST_MS = 86_400_000
/** As many as anybody is told of at once. */
const MOST = 100

const ME = `(select no from inbox_values where value = (select value from meta where key = 'user_id'))`

const DUE = `select a.source, a.rid, a.rank as due_at, coalesce(t.id, l.id) as id,
    iif(t.id is null, 'follow_up', 'activity') as kind, coalesce(t.type, 'task') as type, t.subject, l.id as lead_id,
    l.label as lead_label,
    (select c.id from conversations as c where c.lead_id = l.id order by c.at desc limit 1) as conversation_id
  from agenda as a indexed by agenda_of_owner
  left join activities as t on a.source = 0 and t.rid = a.rid
  join leads as l on l.rid = iif(a.source = 1, a.rid, (select o.rid from leads as o where o.id = t.lead_id))
  where a.owner = ${ME} and a.list = 0 and a.rank > :now - ${AT_MOST_MS} and a.rank <= :now
    and not exists (select 1 from reminded as r where r.source = a.source and r.rid = a.rid and r.at = a.rank)
  order by a.rank limit ${MOST}`

const NEXT = `select min(rank) from agenda indexed by agenda_of_owner where owner = ${ME} and list = 0 and rank > ?`

type StoredReminder = Reminder & { source: number; rid: number }

/** Tells once of each thing that the rep has planned that it has become due. */
export class Reminders {
  readonly #due: Sqlite.Statement<[{ now: number }], StoredReminder>
  readonly #next: Sqlite.Statement<[number], number | null>
  readonly #remember: Sqlite.Statement<[number, number, number]>
  readonly #forget: Sqlite.Statement<[number]>

  constructor(db: Connection) {
    this.#due = db.prepare(DUE)
    this.#next = db.prepare<[number], number | null>(NEXT).pluck()
    this.#remember = db.prepare(
      'insert into reminded values (?, ?, ?) on conflict (source, rid) do update set at = excluded.at',
    )
    this.#forget = db.prepare('delete from reminded where at <= ?')
  }

  /**
   * @param now milliseconds since 1970
   * @returns what has become due since it was last asked, and when the next thing does; null when nothing is planned
   */
  take(now: number): { due: Reminder[]; next: number | null } {
    const found = this.#due.all({ now })
    for (const { source, rid, due_at } of found) this.#remember.run(source, rid, due_at)
    // What lies ahead stays known: the clock may have been set back over it.
    if (found.length > 0) this.#forget.run(now - AT_MOST_MS)
    return {
      due: found.map(({ source: _source, rid: _rid, ...reminder }) => reminder),
      next: this.#next.get(now) ?? null,
    }
  }
}

import type Sqlite from 'better-sqlite3'
import type { Outcome } from '#shared/replication/protocol.ts'
import type { Connection } from '../connection.ts'
import type { Backlog } from '../calls.ts'

export type OutboxState = 'pending' | 'leased' | 'settled' | 'parked'

export interface OutboxEntry {
  seq: number
  id: string
  name: string
  v: number
  /** JSON. */
  args: string
  hash: string
  /** When the rep acted, milliseconds since 1970. */
  at: number
  state: OutboxState
  xid: string | null
  /** JSON of the server's outcome, for a parked entry. */
  outcome: string | null
  /** How often it was on its way and may have arrived: above 0 the server may have it, whatever its state is now. */
  sent: number
}

export type NewEntry = Pick<OutboxEntry, 'id' | 'name' | 'v' | 'args' | 'hash' | 'at'>

interface OrphanRow {
  seq: number
  parent: number
}

/**
 * The rep's queued changes, as rows. States: pending → leased → settled, or parked. What a transition means for the
 * tables is the business of settle.ts and parked.ts.
 */
export class Outbox {
  readonly #insert: Sqlite.Statement<[NewEntry]>
  readonly #get: Sqlite.Statement<[number], OutboxEntry>
  readonly #inState: Sqlite.Statement<[OutboxState, number], OutboxEntry>
  readonly #sendable: Sqlite.Statement<[number], OutboxEntry>
  readonly #move: Sqlite.Statement<[OutboxState, OutboxState], number>
  readonly #lease: Sqlite.Statement<[number]>
  readonly #unlease: Sqlite.Statement<[]>
  readonly #unsent: Sqlite.Statement<[], OutboxEntry>
  readonly #rewrite: Sqlite.Statement<[string, string, number]>
  readonly #unsentUsers: Sqlite.Statement<[number, number], number>
  readonly #unsentOn: Sqlite.Statement<[number, number], number>
  readonly #settle: Sqlite.Statement<[string, number]>
  readonly #park: Sqlite.Statement<[string, number, number]>
  readonly #remove: Sqlite.Statement<[number]>
  readonly #removeRows: Sqlite.Statement<[number]>
  readonly #moveRows: Sqlite.Statement<[number, number]>
  readonly #orphans: Sqlite.Statement<[], OrphanRow>
  readonly #children: Sqlite.Statement<[number], number>
  readonly #createdLead: Sqlite.Statement<[number], string>
  readonly #backlog: Sqlite.Statement<[], Backlog>

  constructor(db: Connection) {
    this.#insert = db.prepare(
      'insert into outbox (id, name, v, args, hash, at, sent) values (:id, :name, :v, :args, :hash, :at, 0)',
    )
    this.#get = db.prepare('select * from outbox where seq = ?')
    this.#inState = db.prepare('select * from outbox where state = ? order by seq limit ?')
    this.#sendable = db.prepare(
      `select * from outbox where state = 'pending' and seq not in (
         select q.seq from outgoing_files as f
         join outbox_rows as q on q.table_name = 'messages' and q.row_id = f.message_id
         where f.message_id is not null and not f.stored)
       order by seq limit ?`,
    )
    this.#move = db
      .prepare<[OutboxState, OutboxState], number>('update outbox set state = ? where state = ? returning seq')
      .pluck()
    this.#lease = db.prepare(`update outbox set state = 'leased', sent = sent + 1 where seq = ?`)
    this.#unlease = db.prepare(`update outbox set sent = sent - 1 where state = 'leased'`)
    this.#unsent = db.prepare(`select * from outbox where state = 'pending' and not sent order by seq`)
    this.#rewrite = db.prepare('update outbox set args = ?, hash = ? where seq = ?')
    const unsentAfter = (condition: string) =>
      db
        .prepare<[number, number], number>(
          `select distinct other.seq from outbox_rows as own
           join outbox_rows as used on used.table_name = own.table_name and used.row_id = own.row_id
           join outbox as other on other.seq = used.seq
           where own.seq = ? and other.seq > ? and other.sent = 0 and ${condition} order by other.seq`,
        )
        .pluck()
    this.#unsentUsers = unsentAfter(`own.effect = 'create'`)
    this.#unsentOn = unsentAfter(`own.effect = 'write' and used.effect = 'write'`)
    this.#settle = db.prepare(`update outbox set state = 'settled', xid = ? where seq = ?`)
    this.#park = db.prepare(`update outbox set state = 'parked', outcome = ?, shown = ? where seq = ?`)
    this.#remove = db.prepare('delete from outbox where seq = ?')
    this.#removeRows = db.prepare('delete from outbox_rows where seq = ?')
    this.#moveRows = db.prepare('update outbox_rows set seq = ? where seq = ?')
    // `cross join` keeps the order: there are hardly ever parked entries, and often many pending ones.
    this.#orphans = db.prepare(
      `select child.seq as seq, max(parent.seq) as parent
       from outbox as parent
       cross join outbox_rows as made on made.seq = parent.seq and made.effect = 'create'
       cross join outbox_rows as used on used.table_name = made.table_name and used.row_id = made.row_id
       cross join outbox as child on child.seq = used.seq and child.seq > parent.seq
       where parent.state = 'parked'
         and (child.state = 'pending' or child.state = 'parked' and child.outcome ->> 'code' = 'not_found')
       group by child.seq`,
    )
    this.#children = db
      .prepare<[number], number>(
        `select seq from outbox
         where state = 'parked' and outcome ->> 'code' = 'parent_parked' and outcome ->> '$.details.parent' = ? order by seq`,
      )
      .pluck()
    this.#createdLead = db
      .prepare<[number], string>(
        `select row_id from outbox_rows where seq = ? and table_name = 'leads' and effect = 'create'`,
      )
      .pluck()
    this.#backlog = db.prepare(
      `select (select count(*) from outbox where state in ('pending', 'leased')) as pending,
         (select count(*) from outbox where state = 'parked') + (select count(*) from vault) as attention`,
    )
  }

  append(entry: NewEntry): number {
    return Number(this.#insert.run(entry).lastInsertRowid)
  }

  get(seq: number): OutboxEntry | undefined {
    return this.#get.get(seq)
  }

  /** The oldest entries in a state, in client order. */
  inState(state: OutboxState, limit = -1): OutboxEntry[] {
    return this.#inState.all(state, limit)
  }

  /** The oldest pending entries that wait for no file, in client order. */
  sendable(limit: number): OutboxEntry[] {
    return this.#sendable.all(limit)
  }

  lease(seq: number): void {
    this.#lease.run(seq)
  }

  /** Takes back that the leased entries may have reached the server. */
  unlease(): void {
    this.#unlease.run()
  }

  /** Pending entries that have never been on their way: the server cannot know them. */
  unsent(): OutboxEntry[] {
    return this.#unsent.all()
  }

  /** Changes what an unsent entry says. */
  rewrite(seq: number, args: string, hash: string): void {
    this.#rewrite.run(args, hash, seq)
  }

  /** Later entries, never sent, that use a row which this one creates. */
  unsentUsersOf(seq: number): number[] {
    return this.#unsentUsers.all(seq, seq)
  }

  /** Later entries, never sent, that write a row which this one writes. */
  unsentOn(seq: number): number[] {
    return this.#unsentOn.all(seq, seq)
  }

  /** Moves every entry of one state to another; returns their numbers. */
  moveAll(from: OutboxState, to: OutboxState): number[] {
    return this.#move.all(to, from)
  }

  settle(seq: number, xid: string): void {
    this.#settle.run(xid, seq)
  }

  /** @param shown whether its effect stays in what the screen shows */
  park(seq: number, outcome: Outcome, shown: boolean): void {
    this.#park.run(JSON.stringify(outcome), shown ? 1 : 0, seq)
  }

  remove(seq: number): void {
    this.#removeRows.run(seq)
    this.#remove.run(seq)
  }

  /** Queues an entry again under a new number, at the end; it still touches the rows that it touched. */
  renew(seq: number, entry: NewEntry): number {
    const renewed = this.append(entry)
    this.#moveRows.run(renewed, seq)
    this.#remove.run(seq)
    return renewed
  }

  /** The lead that an entry creates, if it does. */
  createdLead(seq: number): string | undefined {
    return this.#createdLead.get(seq)
  }

  /** Entries that use a row which a parked entry was to create: the server cannot take them before that one. */
  orphans(): OrphanRow[] {
    return this.#orphans.all()
  }

  /** Entries parked because this one is. */
  childrenOf(seq: number): number[] {
    return this.#children.all(seq)
  }

  backlog(): Backlog {
    return this.#backlog.get() ?? { pending: 0, attention: 0 }
  }
}

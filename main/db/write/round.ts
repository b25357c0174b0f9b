import type Sqlite from 'better-sqlite3'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { Cursor, PullAnswer } from '#shared/replication/protocol.ts'
import type { RoundReport, StagedAnswer, Vaulted } from '../calls.ts'
import { decodeRow } from '../sql.ts'
import type { SqlValue } from '../sql.ts'
import { NO_CURSOR } from '../meta.ts'
import type { Piece, Staging } from '../staging.ts'
import type { Transactions } from '../transactions.ts'
import { Arrivals } from './arrivals.ts'
import type { WriteContext } from './context.ts'
import type { Courtesy } from './courtesy.ts'
import type { History } from './history.ts'
import { Purge } from './purge.ts'
import { removeSeen } from './push.ts'
import type { RowKey } from './recorder.ts'
import { followMoves } from './redirects.ts'
import { ScannedRows } from './scanned-rows.ts'
import { checkedAnswer, rowEncoder } from './wire.ts'

/** Rounds up to this size are one transaction; larger ones yield between pieces to the rep's own writes. */
export const ATOMIC_ROWS = 2000
/** Rows written between two looks at whether somebody waits; a few milliseconds of work. */
const ROWS_PER_LOOK = 100
/** Rows looked at by one step of a large scan's sweep. */
const SWEEP_ROWS = 20_000

type RowsPiece = Extract<Piece, { kind: 'rows' }>

/** Pulled rounds: staged page by page, then applied. */
export class Rounds {
  readonly #context: WriteContext
  readonly #history: History
  readonly #staging: Staging
  readonly #transactions: Transactions
  readonly #purge: Purge
  readonly #scanned: ScannedRows
  readonly #queuedIn: Sqlite.Statement<[string], string>
  #isApplying = false
  /** What a scan under way has applied of its pages; null while it has applied none. */
  #scan: RoundReport | null = null

  constructor(context: WriteContext, history: History, staging: Staging, transactions: Transactions) {
    this.#context = context
    this.#history = history
    this.#staging = staging
    this.#transactions = transactions
    this.#purge = new Purge(context)
    this.#scanned = new ScannedRows(context.db)
    this.#queuedIn = context.db
      .prepare<[string], string>('select distinct row_id from outbox_rows where table_name = ?')
      .pluck()
  }

  /**
   * Keeps a page until its round is applied. A large scan is applied as it arrives: nobody has read the cache as
   * consistent since its cursor was lost, and a first inbox is there within the first pages.
   * @param courtesy for the transactions of a large scan
   * @throws `incompatible`; nothing of the answer is then kept
   */
  async stage(answer: StagedAnswer, courtesy: Courtesy): Promise<{ staged: number }> {
    this.#staging.add(checkedAnswer(answer))
    const staged = this.#staging.size
    if (this.#isScan && staged > ATOMIC_ROWS) {
      await this.#applyInSteps((this.#scan ??= this.#beginScan()), courtesy)
      this.#staging.clear()
    }
    return { staged }
  }

  /** Whether a large round is being applied, between whose steps others run. */
  get isApplying(): boolean {
    return this.#isApplying
  }

  /** Gives a round up. What a scan has applied stays: the next scan sees it again, or removes it. */
  discard(): void {
    this.#staging.clear()
    this.#scan = null
  }

  /** Forgets the cursor; a round from nothing is a scan, and what a scan does not see goes. */
  reset(reason: NonNullable<PullAnswer['reset']>): void {
    const { meta, outbox, saveStates, rebase } = this.#context
    this.discard()
    meta.cursor = NO_CURSOR
    // A restored server may have lost what it confirmed; its ledger tells, when asked again.
    if (reason !== 'generation') return
    for (const seq of outbox.moveAll('settled', 'pending')) saveStates.changed(rebase.rowsOf(seq))
  }

  /**
   * Applies what was staged, then moves the cursor. A crash between the transactions of a large round leaves the old
   * cursor: the same rows come again and change nothing.
   * @param courtesy for the transactions of a large round
   */
  async apply(cursor: Cursor, at: number, courtesy: Courtesy): Promise<RoundReport> {
    const isScan = this.#isScan
    const applied = this.#scan
    const report = applied ?? (isScan ? this.#beginScan() : newReport())
    this.#isApplying = true
    try {
      if (!applied && this.#staging.size <= ATOMIC_ROWS && !(isScan && this.#scanned.isMoreThan(ATOMIC_ROWS))) {
        this.#transactions.bulk(() => {
          for (const piece of this.#staging.pieces()) this.#applyPiece(piece, report)
          if (isScan) for (const step of this.#sweep()) report.vaulted.push(...step())
          this.#finish(cursor, at, isScan)
        })
      } else {
        await this.#applyInSteps(report, courtesy)
        if (isScan) {
          for (const step of this.#sweep()) {
            report.vaulted.push(...this.#transactions.bulk(step))
            await courtesy.pause()
          }
        }
        this.#transactions.bulk(() => this.#finish(cursor, at, isScan))
      }
    } finally {
      this.#isApplying = false
      this.discard()
    }
    return report
  }

  get #isScan(): boolean {
    return this.#context.meta.cursor.snapshot === null
  }

  /** Takes the number by which the sweep at its end knows what the scan has seen. */
  #beginScan(): RoundReport {
    this.#transactions.bulk(() => (this.#context.meta.round += 1))
    return newReport()
  }

  /** Transactions of a piece each, or of less when somebody waits. */
  async #applyInSteps(report: RoundReport, courtesy: Courtesy): Promise<void> {
    for (const piece of this.#staging.pieces()) {
      const rest = slicesOf(piece)
      while (rest.length > 0) {
        this.#transactions.bulk(() => {
          do this.#applyPiece(rest.shift()!, report)
          while (rest.length > 0 && !courtesy.isAwaited())
        })
        await courtesy.pause()
      }
    }
  }

  #finish(cursor: Cursor, at: number, isScan: boolean): void {
    if (isScan) this.#history.forgetAll()
    this.#context.meta.cursor = cursor
    this.#context.absence.equalled(at)
    this.#context.meta.syncedAt = at
    removeSeen(this.#context)
  }

  #applyPiece(piece: Piece, report: RoundReport): void {
    if (piece.kind === 'gone') {
      report.vaulted.push(...this.#applyGone(piece))
    } else if (piece.kind === 'lost') {
      for (const lost of piece.lost) this.#context.mergeLog.ofLostValue(lost)
    } else {
      this.#applyRows(piece)
      report.rows += piece.rows.length
    }
  }

  #applyRows({ table: name, columns, rows: wireRows }: RowsPiece): void {
    const { rows, rebase, meta } = this.#context
    const table = name as TableName
    const encodeRow = rowEncoder(table, columns)
    const round = meta.round
    const idAt = columns.indexOf('id')
    const queued = new Set(this.#queuedIn.all(table))
    const seeds =
      queued.size === 0
        ? []
        : keysOf(
            table,
            wireRows.map((row) => row[idAt] as string).filter((id) => queued.has(id)),
          )
    const isExplained = Arrivals.explains(table) && meta.cursor.snapshot !== null
    const shown = new Map(isExplained ? seeds.map(({ id }) => [id, rows.get(table, id)]) : [])
    rebase.around(seeds, () => {
      for (const row of wireRows) {
        const values = encodeRow(row)
        if (isExplained) this.#noteArrival(table, row[idAt] as string, shown, values)
        rows.putValues(table, values, round)
      }
    })
    if (table === 'leads') this.#followMerges(wireRows, idAt, columns.indexOf('merged_into'))
  }

  /** Leads that were merged into others, or are themselves again. */
  #followMerges(wireRows: unknown[][], idAt: number, mergedAt: number): void {
    const { redirects } = this.#context
    const merged = wireRows.filter((row) => row[mergedAt] !== null)
    if (!redirects.isEmpty) {
      for (const row of wireRows) if (row[mergedAt] === null) redirects.remove('leads', row[idAt] as string)
    }
    if (merged.length === 0) return
    const moves = { leads: Object.fromEntries(merged.map((row) => [row[idAt], row[mergedAt]])) }
    redirects.add(moves)
    followMoves(this.#context, moves)
  }

  /** Within `around`: the server's row is in place. */
  #noteArrival(table: TableName, id: string, shown: ReadonlyMap<string, object | undefined>, values: SqlValue[]): void {
    const { rows, arrivals } = this.#context
    const before = rows.get(table, id)
    if (before) arrivals.note(table, { ...before }, { ...(shown.get(id) ?? before) }, values)
    else if (table === 'leads') this.#noteHandOver(values)
  }

  /** A lead that was not here before, and is the rep's. */
  #noteHandOver(values: SqlValue[]): void {
    const { absence, meta } = this.#context
    const { id, owner_id, updated_at } = decodeRow('leads', values)
    if (owner_id === meta.get('user_id')) absence.handedOver(id, updated_at)
  }

  #applyGone({ deleted, revoked }: Extract<Piece, { kind: 'gone' }>): Vaulted[] {
    const vaulted = revoked.flatMap(({ lead_id, ...holder }) => this.#purge.lead(lead_id, 'revoked', holder))
    for (const { table, id } of deleted as RowKey[]) {
      if (table === 'leads') vaulted.push(...this.#purge.lead(id, 'deleted'))
      else this.#remove(table, [id])
    }
    return vaulted
  }

  /** Removes rows that the server no longer has; the queue is replayed over the gap. */
  #remove(table: TableName, ids: string[]): void {
    const { rows, rebase } = this.#context
    rebase.around(keysOf(table, ids), () => {
      for (const id of ids) {
        if (table === 'conversations') this.#purge.messagesOf(id)
        rows.delete(table, id)
      }
    })
  }

  /** What a scan did not see, in steps of bounded length: leads with all that is theirs, then single rows. */
  *#sweep(): Generator<() => Vaulted[]> {
    const { round } = this.#context.meta
    for (const table of TABLE_NAMES.toSorted((a, b) => Number(b === 'leads') - Number(a === 'leads'))) {
      const end = this.#scanned.last(table)
      for (let from = 0; from < end; from += SWEEP_ROWS) {
        yield () => this.#purgeUnseen(table, this.#scanned.unseen(table, round, from, from + SWEEP_ROWS))
      }
    }
    // Rows that a queued change has deleted here are seen only behind it.
    yield () => this.#context.shadows.unseenIn(round).flatMap(({ table, id }) => this.#purgeUnseen(table, [id]))
  }

  #purgeUnseen(table: TableName, ids: string[]): Vaulted[] {
    if (table === 'leads') return ids.flatMap((id) => this.#purge.lead(id, 'not_visible'))
    this.#remove(table, ids)
    return []
  }
}

/** A piece in parts that take little time each. */
function slicesOf(piece: Piece): Piece[] {
  if (piece.kind !== 'rows') return [piece]
  const { rows } = piece
  return Array.from({ length: Math.ceil(rows.length / ROWS_PER_LOOK) }, (_, n) => ({
    ...piece,
    rows: rows.slice(n * ROWS_PER_LOOK, (n + 1) * ROWS_PER_LOOK),
  }))
}

const keysOf = (table: TableName, ids: string[]): RowKey[] => ids.map((id) => ({ table, id }))

const newReport = (): RoundReport => ({ rows: 0, vaulted: [] })

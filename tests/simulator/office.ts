/** The backend's own writers at work: each step a transaction, one of which may stay open while others commit. */
import type { Sql } from 'postgres'
import type { Step } from './history.ts'
import type { Playing } from './random.ts'
import type { ServerStepName, Statement, WriterName } from './server-steps.ts'
import { WRITERS } from './server-steps.ts'
import type { Connections, Workplace } from './site.ts'

const LOCKED = new Set(['55P03', '40P01'])

export class Office {
  readonly #connections: Connections
  readonly #workplace: Workplace
  readonly #playing: Playing
  #isOpen = false
  #backup: string | null = null

  constructor(connections: Connections, workplace: Workplace, seed: number) {
    this.#connections = connections
    this.#workplace = workplace
    this.#playing = { seed, place: workplace.place }
  }

  /** Takes a step; what meets rows that an open transaction holds changes nothing. */
  async take(name: ServerStepName, step: Step): Promise<string> {
    const { server } = this.#connections
    if (name === 'begin') return this.#begin(step)
    if (name === 'commit') return this.#end('commit')
    if (name === 'rollback') return this.#end('rollback')
    if (name === 'backup') return this.#takeBackup(server)
    if (name === 'restore') return this.#restore(server)
    return this.#run(server, name, step, 'commit')
  }

  /** Writes what a history begins with. */
  async prepare(statements: Statement[]): Promise<void> {
    await inTransaction(this.#connections.server, -1, statements, 'commit')
  }

  /** Ends what is open and lets everybody in again. */
  async calmDown(): Promise<void> {
    await this.#end('commit')
    await this.#connections.server`
      update profiles set status = 'active' where organization_id = ${this.#workplace.organizationId} and status <> 'active'`
  }

  /** Leaves nothing open behind. */
  async leave(): Promise<void> {
    await this.#end('rollback')
  }

  /** A transaction that writes now and commits some steps later. */
  async #begin(step: Step): Promise<string> {
    if (this.#isOpen) return 'one is open already'
    const names: WriterName[] = ['inbound', 'rename', 'reassign', 'write-note', 'import', 'delete-note', 'add-note']
    const name = names[step.variant % names.length]!
    const outcome = await this.#run(this.#connections.slow, name, step, null)
    this.#isOpen = outcome === 'done'
    return `${name} in a transaction that stays open: ${outcome}`
  }

  async #end(how: 'commit' | 'rollback'): Promise<string> {
    if (!this.#isOpen) return 'nothing is open'
    this.#isOpen = false
    await this.#connections.slow.unsafe(how)
    return how
  }

  async #run(sql: Sql, name: WriterName, step: Step, end: 'commit' | null): Promise<string> {
    const statements = WRITERS[name](this.#workplace, step, this.#playing)
    try {
      await inTransaction(sql, step.n, statements, end)
      return 'done'
    } catch (error) {
      await sql.unsafe('rollback')
      const { code } = error as { code?: string }
      if (code !== undefined && LOCKED.has(code)) return 'waited for a lock in vain'
      throw error
    }
  }

  async #takeBackup(sql: Sql): Promise<string> {
    const [row] = await sql<
      { kept: string }[]
    >`select simulator.backup(${this.#workplace.organizationId})::text as kept`
    this.#backup = row!.kept
    return 'done'
  }

  async #restore(sql: Sql): Promise<string> {
    if (this.#backup === null) return 'no backup'
    await this.#end('commit')
    await sql`select simulator.restore(${this.#workplace.organizationId}, ${this.#backup}::text::jsonb)`
    return 'done'
  }
}

async function inTransaction(sql: Sql, step: number, statements: Statement[], end: 'commit' | null): Promise<void> {
  const results = await Promise.allSettled([
    sql.unsafe('begin'),
    sql.unsafe(
      `select set_config('simulator.step', $1, true), set_config('simulator.actor', 'office', true)`,
      [String(step)],
      {
        prepare: true,
      },
    ),
    ...statements.map(({ text, parameters }) =>
      sql.unsafe(text, parameters, { prepare: true, simple: false } as never),
    ),
  ])
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
  if (end) await sql.unsafe(end)
}

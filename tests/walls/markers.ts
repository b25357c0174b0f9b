import type { Scope } from './scope.ts'

/** A string of its own in one column of one row. */
interface Planted extends Scope {
  /** `table.column`. */
  where: string
}

const MARKER = /walls(\d{6})mark/g
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** What was planted and which rows exist, so that an answer tells whose they are. */
export class Markers {
  readonly #planted: Planted[] = []
  readonly #rows = new Map<string, Planted>()
  readonly #scopes = new Map<string, Scope>()

  /** A new marker: lower case letters and digits. */
  plant(scope: Scope, where: string): string {
    this.#planted.push({ ...scope, where })
    return `walls${String(this.#planted.length - 1).padStart(6, '0')}mark`
  }

  /** Remembers a row. The id alone of a `nameable` row may appear where the row itself may not. */
  register(id: string, scope: Scope, table: string, nameable: boolean): void {
    this.#scopes.set(id, scope)
    if (!nameable) this.#rows.set(id, { ...scope, where: `${table}.id` })
  }

  /** What a registered row belongs to. */
  scopeOf(id: string): Scope | undefined {
    return this.#scopes.get(id)
  }

  /** What of the planted and of the known rows appears in a text, without ids that `said` holds already. */
  findIn(answer: unknown, request: unknown): Planted[] {
    const text = readable(answer)
    const said = readable(request)
    const marked = Array.from(text.matchAll(MARKER), ([marker, number]) =>
      said.includes(marker) ? undefined : this.#planted[Number(number)],
    )
    const ids = Array.from(text.matchAll(UUID), ([id]) => (said.includes(id) ? undefined : this.#rows.get(id)))
    return [...marked, ...ids].filter((found) => found !== undefined)
  }
}

/** As text, bytes included: REST gives them in hexadecimal, the driver as an array. */
function readable(value: unknown): string {
  return (JSON.stringify(value) ?? '')
    .replace(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))
    .replace(/\{"type":"Buffer","data":\[([\d,]+)\]\}/g, (_, bytes: string) =>
      JSON.stringify(Buffer.from(bytes.split(',').map(Number)).toString('latin1')),
    )
}

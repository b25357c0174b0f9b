import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { ColumnType } from '#shared/replication/tables.ts'

/** How a column's values are written for `COPY … FROM STDIN` in its text format. */
export type Encoder = (value: unknown) => string

/** Sent to the server in pieces of about this many characters. */
const CHUNK = 1 << 18

/** @param array the column is a PostgreSQL array, which desktops see as JSON. */
export function encoderOf(type: ColumnType, array: boolean): Encoder {
  const encode = array ? encodeArray : plainEncoder(type)
  return (value) => (value === null || value === undefined ? '\\N' : encode(value))
}

function plainEncoder(type: ColumnType): Encoder {
  if (type === 'time') return (value) => new Date(Number(value)).toISOString()
  if (type === 'bool') return (value) => (value === true ? 't' : 'f')
  if (type === 'json') return (value) => escape(JSON.stringify(value))
  return (value) => escape(String(value))
}

function encodeArray(value: unknown): string {
  if (!Array.isArray(value)) throw new TypeError('an array column needs an array')
  const items = value.map((item) => `"${String(item).replaceAll(/["\\]/g, String.raw`\$&`)}"`)
  return escape(`{${items.join(',')}}`)
}

const SPECIAL = /[\\\n\r\t]/g
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escape(text: string): string {
  return text.search(SPECIAL) >= 0 ? text.replaceAll(SPECIAL, (sign) => ESCAPES[sign] ?? sign) : text
}

/** Collects lines into pieces that are worth sending. */
export class CopyBuffer {
  private pieces: string[] = []
  private current = ''

  add(line: string): void {
    this.current += line
    if (this.current.length >= CHUNK) this.close()
  }

  /** All pieces so far; the buffer is empty afterwards. */
  drain(): string[] {
    this.close()
    const { pieces } = this
    this.pieces = []
    return pieces
  }

  get full(): boolean {
    return this.pieces.length > 0
  }

  private close(): void {
    if (this.current !== '') this.pieces.push(this.current)
    this.current = ''
  }
}

/** Writes pieces, waiting whenever the server is behind. */
export async function send(stream: Writable, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
}

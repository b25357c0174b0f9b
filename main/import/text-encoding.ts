/** How the bytes of a text file are to be read. Names are those of the WHATWG Encoding Standard. */
import { createReadStream } from 'node:fs'
import { analyse } from 'chardet'
import { UnreadableFile } from './unreadable-file.ts'

/** Bytes that are looked at where the encoding has to be guessed. */
const SAMPLE = 64 * 1024

const BYTE_ORDER_MARKS: [label: string, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Reads a whole file once. */
export async function detectEncoding(path: string): Promise<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head: Buffer | undefined
  let telling: Buffer | undefined
  let isUtf8 = true
  for await (const chunk of createReadStream(path, { highWaterMark: SAMPLE }) as AsyncIterable<Buffer>) {
    if (!head) {
      head = chunk
      const known = encodingOfHead(chunk)
      if (known !== null) return known
    }
    telling ??= chunk.some((byte) => byte > 0x7f) ? chunk : undefined
    isUtf8 &&= decodes(utf8, chunk, true)
  }
  if (isUtf8 && decodes(utf8, new Uint8Array(), false)) return 'utf-8'
  return guessed(telling ?? head ?? Buffer.alloc(0))
}

/** What the first bytes say for sure; null when they say nothing. */
function encodingOfHead(head: Buffer): string | null {
  for (const [label, bytes] of BYTE_ORDER_MARKS) {
    if (bytes.every((byte, at) => head[at] === byte)) return label
  }
  return utf16WithoutMark(head)
}

/** Text of Western languages in UTF-16 has a NUL in every second place. */
function utf16WithoutMark(head: Buffer): string | null {
  const nulls: [even: number, odd: number] = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) nulls[at % 2 === 0 ? 0 : 1] += 1
  })
  const half = head.length / 2
  if (nulls[1] > half * 0.6 && nulls[0] < half * 0.1) return 'utf-16le'
  return nulls[0] > half * 0.6 && nulls[1] < half * 0.1 ? 'utf-16be' : null
}

function decodes(decoder: Pick<typeof TextDecoder.prototype, 'decode'>, bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

/** With fewer letters beyond ASCII than these nothing can be told by them. */
const TELLING_LETTERS = 10

/** How far another encoding must lead over that of Western Windows (points of 100) to be believed. */
const CLEAR_LEAD = 10

/** The likeliest of the encodings that can be decoded here. Windows-1252 decodes anything, and is what most write. */
function guessed(sample: Buffer): string {
  if (sample.filter((byte) => byte > 0x7f).length < TELLING_LETTERS) return 'windows-1252'
  const found = analyse(sample).filter(({ name }) => name !== 'ASCII' && !name.startsWith('UTF-'))
  // What calls itself Latin-1 and has these bytes was written by Windows.
  const western = found.find(({ name }) => name === 'ISO-8859-1')?.confidence ?? 0
  const best = found.find(({ name, confidence }) => confidence > western + CLEAR_LEAD && labelOf(name) !== null)
  return (best && labelOf(best.name)) ?? 'windows-1252'
}

function labelOf(name: string): string | null {
  try {
    return new TextDecoder(name).encoding
  } catch {
    return null
  }
}

/** What no text holds: control characters but tab, line feed, vertical tab, form feed, return and escape. */
const isControl = (code: number): boolean => code < 9 || (code > 13 && code < 32 && code !== 27)

/**
 * Refuses what is no text: more than one character in fifty is a control character, and not just a stray one or two.
 * @throws UnreadableFile
 */
export function requireText(sample: string): void {
  let controls = 0
  for (let at = 0; at < sample.length; at++) if (isControl(sample.charCodeAt(at))) controls += 1
  if (controls > 3 && controls * 50 > sample.length) {
    throw new UnreadableFile('not_a_table', 'This is not a table. Choose a .csv, .tsv, .txt or .xlsx file.')
  }
}

/** The text of a file, piece by piece, without its byte order mark. Bytes that mean nothing become U+FFFD. */
export async function* decodedText(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

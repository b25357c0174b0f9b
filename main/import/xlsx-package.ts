/** An .xlsx file is a ZIP of XML parts (ECMA-376). They are read as streams, so that a large one costs no memory. */
import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { UnreadableFile } from './unreadable-file.ts'

/** Uncompressed bytes of one part; a sheet of half a million rows of twenty columns has some 600 MB. */
const MAX_PART = 1024 * 1024 * 1024
/** XML packs to a tenth or a thirtieth; what packs to less than a five-hundredth was made to burst. */
const MAX_RATIO = 500
/** Parts that a workbook may have, pictures and all. */
const MAX_PARTS = 10_000

/** What is told about the elements of a part, by their names without prefixes. */
export interface PartListener {
  open: (name: string, attribute: (name: string) => string | undefined) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** The parts of an .xlsx file. Close it after use. */
export class XlsxPackage {
  readonly #zip: ZipFile
  readonly #entries = new Map<string, Entry>()

  private constructor(zip: ZipFile) {
    this.#zip = zip
  }

  /** @throws UnreadableFile for what is no ZIP, or one that is damaged or made to burst */
  static async open(path: string): Promise<XlsxPackage> {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(damaged)
    const parts = new XlsxPackage(zip)
    try {
      for await (const entry of zip.eachEntry()) parts.#add(entry)
    } catch (error) {
      zip.close()
      damaged(error)
    }
    return parts
  }

  #add(entry: Entry): void {
    const isBurst =
      entry.uncompressedSize > MAX_PART || entry.uncompressedSize > MAX_RATIO * (entry.compressedSize + 10_000)
    if (isBurst || this.#entries.size >= MAX_PARTS) {
      throw new UnreadableFile('too_large', 'The spreadsheet is too large. Save the sheet with the leads as CSV.')
    }
    this.#entries.set(entry.fileName.replaceAll('\\', '/').toLowerCase(), entry)
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase())
  }

  /**
   * Parses a part, and yields after every piece of it: what the listener has collected can be taken then.
   * @throws UnreadableFile for XML that is none
   */
  async *parse(part: string, listener: PartListener): AsyncGenerator<void> {
    const entry = this.#entries.get(part.toLowerCase())
    if (!entry)
      throw new UnreadableFile('damaged', 'The spreadsheet is incomplete. Open it, save it anew and try again.')
    let stream: Readable | undefined
    try {
      stream = await this.#zip.openReadStreamPromise(entry)
      const parser = parserFor(listener)
      const decoder = new TextDecoder('utf-8')
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        parser.write(decoder.decode(chunk, { stream: true }))
        yield
      }
      parser.write(decoder.decode()).close()
      yield
    } catch (error) {
      damaged(error)
    } finally {
      stream?.destroy()
    }
  }

  /** Parses a part to its end, if it is there. */
  async read(part: string, listener: PartListener): Promise<void> {
    if (!this.has(part)) return
    for await (const _ of this.parse(part, listener));
  }

  close(): void {
    this.#zip.close()
  }
}

function parserFor(listener: PartListener) {
  const parser = new SaxesParser({ position: false, xmlns: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    listener.open(localName(name), (wanted) => attributes[wanted])
  })
  parser.on('closetag', ({ name }) => listener.close?.(localName(name)))
  parser.on('text', (text) => listener.text?.(text))
  return parser
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function damaged(error: unknown): never {
  if (error instanceof UnreadableFile) throw error
  throw new UnreadableFile('damaged', 'The spreadsheet is damaged. Open it, save it anew and try again.', {
    cause: error,
  })
}

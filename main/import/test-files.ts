/** Files for tests, made byte by byte. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** A folder of files that is removed with `dispose`. */
export class TestFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'leadline-import-'))
  #files = 0

  /** Writes a file and answers where it is. */
  write(content: string | Uint8Array, extension = 'csv'): string {
    const path = join(this.#path, `${++this.#files}.${extension}`)
    writeFileSync(path, content)
    return path
  }

  dispose(): void {
    rmSync(this.#path, { recursive: true })
  }
}

/** A ZIP of deflated files (APPNOTE.TXT 6.3.10). `claimed`: the size that each says it unpacks to. */
export function zipOf(files: Record<string, string | Buffer>, claimed?: number): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claimed ?? bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed])
    const entry = Buffer.alloc(46)
    entry.write('PK\u0001\u0002')
    entry.writeUInt16LE(20, 4)
    common.copy(entry, 6)
    entry.writeUInt32LE(offset, 42)
    bodies.push(body)
    directory.push(entry, Buffer.from(name))
    offset += body.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(bodies.length, 8)
  end.writeUInt16LE(bodies.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

/** A workbook with one sheet of the given XML rows; shared texts and cell styles as XML, too. */
export function xlsxOf(rows: string, { texts = '', styles = '', workbook = '' } = {}): Buffer {
  return zipOf({
    'xl/workbook.xml': `<workbook xmlns:r="r">${workbook}<sheets><sheet name="Leads" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst>${texts}</sst>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`,
  })
}

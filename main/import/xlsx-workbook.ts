/** What a workbook says beside its sheets: which there are, the texts they share, and which styles show dates. */
import { UnreadableFile } from './unreadable-file.ts'
import type { XlsxPackage } from './xlsx-package.ts'

export interface Workbook {
  sheets: { name: string; part: string }[]
  texts: string[]
  /** Indexes of cell styles that show a number as a date or time. */
  dateStyles: ReadonlySet<number>
  /** Days count from 1904 (old files of the Mac) instead of 1900. */
  is1904: boolean
}

/** Characters of all texts together; they are held in memory. */
const MAX_TEXT = 128 * 1024 * 1024

/** Formats that need not be declared (ECMA-376, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** Reads everything about a workbook but its cells. */
export async function readWorkbook(parts: XlsxPackage): Promise<Workbook> {
  const { sheets, is1904 } = await readSheets(parts)
  return { sheets, is1904, texts: await readTexts(parts), dateStyles: await readDateStyles(parts) }
}

/** Sheets in sight come before hidden ones, otherwise in their order. */
async function readSheets(parts: XlsxPackage): Promise<Pick<Workbook, 'sheets' | 'is1904'>> {
  if (!parts.has('xl/workbook.xml')) {
    throw new UnreadableFile('not_a_table', 'This is not a spreadsheet. Choose a .csv, .tsv, .txt or .xlsx file.')
  }
  const targets = new Map<string, string>()
  await parts.read('xl/_rels/workbook.xml.rels', {
    open(name, attribute) {
      if (name === 'Relationship') targets.set(attribute('Id') ?? '', attribute('Target') ?? '')
    },
  })
  const found: { name: string; part: string; isHidden: boolean }[] = []
  let is1904 = false
  await parts.read('xl/workbook.xml', {
    open(name, attribute) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attribute('date1904') ?? '')
      if (name !== 'sheet') return
      const target = targets.get(attribute('r:id') ?? '') ?? ''
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      const isHidden = (attribute('state') ?? 'visible') !== 'visible'
      if (parts.has(part)) found.push({ name: attribute('name') ?? '', part, isHidden })
    },
  })
  const sheets = found.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden))
  if (sheets.length === 0) throw new UnreadableFile('empty', 'The spreadsheet has no sheet with rows.')
  return { sheets: sheets.map(({ name, part }) => ({ name, part })), is1904 }
}

async function readTexts(parts: XlsxPackage): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let total = 0
  let isText = false
  let isPhonetic = false
  await parts.read('xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      isText = name === 't' && !isPhonetic
    },
    text(part) {
      if (isText) text += part
    },
    close(name) {
      isText = false
      if (name === 'rPh') isPhonetic = false
      if (name !== 'si') return
      total += text.length
      if (total > MAX_TEXT) {
        throw new UnreadableFile('too_large', 'The spreadsheet is too large. Save the sheet with the leads as CSV.')
      }
      texts.push(text)
    },
  })
  return texts
}

async function readDateStyles(parts: XlsxPackage): Promise<Set<number>> {
  const declared = new Map<number, boolean>()
  const dates = new Set<number>()
  let isOfCells = false
  let index = 0
  await parts.read('xl/styles.xml', {
    open(name, attribute) {
      if (name === 'numFmt') declared.set(Number(attribute('numFmtId')), showsDate(attribute('formatCode') ?? ''))
      if (name === 'cellXfs') isOfCells = true
      if (name !== 'xf' || !isOfCells) return
      const id = Number(attribute('numFmtId') ?? 0)
      if (declared.get(id) ?? isBuiltInDate(id)) dates.add(index)
      index += 1
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false
    },
  })
  return dates
}

/** Whether a format has a part of a date or time outside of quotations and [colours]. */
const showsDate = (code: string): boolean => /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|General/gi, ''))

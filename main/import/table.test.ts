import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inspectTable, requireSame, tableRows } from './table.ts'
import { TestFolder, xlsxOf, zipOf } from './test-files.ts'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.dispose())

const inspect = (content: string | Uint8Array) => inspectTable(folder.write(content))
const cellsOf = async (content: string | Uint8Array) => (await inspect(content)).sample.map(({ cells }) => cells)

describe('text files', () => {
  test.each([
    ['utf-8', Buffer.from('Name,Ort\nJosé,Köln\n')],
    ['utf-8', Buffer.from('\ufeffName,Ort\nJosé,Köln\n')],
    ['windows-1252', Buffer.from('Name,Ort\nJos\xe9,K\xf6ln\n', 'latin1')],
    ['utf-16le', Buffer.from('\ufeffName,Ort\nJosé,Köln\n', 'utf16le')],
    ['utf-16le', Buffer.from('Name,Ort\nJosé,Köln\n', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffName,Ort\nJosé,Köln\n', 'utf16le').swap16()],
  ])('are read in their encoding: %s', async (encoding, content) => {
    const table = await inspect(content)
    expect(table.format).toMatchObject({ kind: 'text', encoding })
    expect(table.columns).toEqual(['Name', 'Ort'])
    expect(table.sample).toEqual([{ number: 2, cells: ['José', 'Köln'] }])
  })

  test('an encoding of another alphabet is told by its letters', async () => {
    const words = 'Иван,Москва\nМария,Казань\nАлексей,Самара\nЕлена,Тверь\n'
    const bytes = Buffer.from(Array.from(`Имя,Город\n${words}`, cyrillic))
    const table = await inspect(bytes)
    expect(table.format).toMatchObject({ encoding: 'windows-1251' })
    expect(table.sample[0]?.cells).toEqual(['Иван', 'Москва'])
  })

  test('a byte of another encoding far into a file decides for all of it', { timeout: 30_000 }, async () => {
    const content = Buffer.concat([Buffer.from(`Name\n${'Ann\n'.repeat(100_000)}`), Buffer.from('Jos\xe9\n', 'latin1')])
    expect((await inspect(content)).format).toMatchObject({ encoding: 'windows-1252' })
  })

  test.each([
    [',', 'Name,Note\nAnn,"a; b"\nBob,"c\td"\n'],
    [';', 'Name;Price\nAnn;1,50\nBob;2,75\n'],
    ['\t', 'Name\tNote\nAnn\ta, b\nBob\tc\n'],
    ['|', 'Name|Note\nAnn|a, b\n'],
    ['~', 'sep=~\nName~Note\nAnn~x\n'],
  ])('are taken apart at their delimiter: %j', async (delimiter, content) => {
    const table = await inspect(content)
    expect(table.format).toMatchObject({ delimiter })
    expect(table.columns).toHaveLength(2)
  })

  test('lines end in any way, fields hold lines of their own and quotation marks where none belong', async () => {
    expect(await cellsOf('Name,Note\r\nAnn,"two\r\nlines, ""quoted"""\r\nBob,5" pipe\r\n')).toEqual([
      ['Ann', 'two\r\nlines, "quoted"'],
      ['Bob', '5" pipe'],
    ])
    expect(await cellsOf('Name,Note\rAnn,x\r')).toEqual([['Ann', 'x']])
  })

  test('rows are numbered as a spreadsheet does, blank ones counted and left out', async () => {
    const table = await inspect('Customers of spring\n\nName,Phone,Mail\nAnn,1,2\n\n,,\nBob,3\n')
    expect(table).toMatchObject({ headerRow: 3, rowCount: 2, lastRow: 7, columns: ['Name', 'Phone', 'Mail'] })
    expect(table.sample.map(({ number }) => number)).toEqual([4, 7])
  })

  test('a table without names gets some, and loses no row', async () => {
    const table = await inspect('Ann,ann@example.com,+44 7911 123456\nBob,bob@example.com,+44 7911 123457\n')
    expect(table).toMatchObject({ headerRow: 0, rowCount: 2, columns: ['Column 1', 'Column 2', 'Column 3'] })
  })

  test('names that come twice or are missing are told apart', async () => {
    expect((await inspect('Mail,mail,,Mail\na,b,c,d\n')).columns).toEqual(['Mail', 'mail (2)', 'Column 3', 'Mail (3)'])
  })

  test(
    'a row of ten megabytes and one whose quotation mark is not closed are named, and nothing is read into memory',
    { timeout: 30_000 },
    async () => {
      await expect(inspect(`a,b\n1,2\n${'x'.repeat(10_000_000)},2\n`)).rejects.toMatchObject({
        code: 'invalid_input',
        fault: 'row_too_long',
        message: expect.stringContaining('Row 3'),
      })
      await expect(inspect(`a,b\n1,"open\n${'x,y\n'.repeat(500_000)}`)).rejects.toMatchObject({ fault: 'row_too_long' })
      await expect(inspect('a,b\n1,"open\n')).rejects.toMatchObject({ fault: 'row_too_long' })
    },
  )

  test('what is no table is refused by its reason', async () => {
    await expect(inspect('')).rejects.toMatchObject({ fault: 'empty' })
    await expect(inspect('\ufeff \n\n')).rejects.toMatchObject({ fault: 'empty' })
    await expect(inspect('Name,Phone\n')).rejects.toMatchObject({ fault: 'empty' })
    await expect(inspect(Buffer.from(Array.from({ length: 500 }, (_, at) => at % 256)))).rejects.toMatchObject({
      fault: 'not_a_table',
    })
    await expect(inspect(`${'a,'.repeat(2_000)}b\n1\n`)).rejects.toMatchObject({ fault: 'too_many_columns' })
    await expect(inspect(Buffer.from('d0cf11e0a1b11ae10000', 'hex'))).rejects.toMatchObject({ fault: 'old_excel' })
    await expect(inspectTable('/nowhere/leads.csv')).rejects.toMatchObject({ fault: 'missing' })
  })

  test('are gone on with after a row, from the same file only', async () => {
    const path = folder.write('Name,Phone\nAnn,1\nBob,2\nCat,3\n')
    const table = await inspectTable(path)
    const rest = []
    for await (const row of tableRows(path, table, 3)) rest.push(row)
    expect(rest).toEqual([{ number: 4, cells: ['Cat', '3'] }])
    await expect(requireSame(path, table)).resolves.toBeUndefined()
    await expect(requireSame(folder.write('Name,Phone\nAnn,2\n'), table)).rejects.toMatchObject({ fault: 'changed' })
  })
})

describe('spreadsheets', () => {
  test('numbers are read in full, dates as dates, formulae by what they came to', async () => {
    const content = xlsxOf(
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Since</t></is></c></row>
       <row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>4.47911123456E11</v></c><c r="C3" s="1"><v>46110</v></c></row>
       <row r="4"><c r="A4" t="str"><f>"A"&amp;"b"</f><v>Ab</v></c><c r="C4" s="2"><v>46110.604166667</v></c></row>
       <row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="B5" t="b"><v>1</v></c></row>`,
      {
        texts: '<si><t>Name</t></si><si><t>Phone</t></si><si><r><t>Jos</t></r><r><t>é</t></r><rPh><t>ho</t></rPh></si>',
        styles:
          '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>',
      },
    )
    const table = await inspectTable(folder.write(content, 'xlsx'))
    expect(table).toMatchObject({ headerRow: 1, columns: ['Name', 'Phone', 'Since'], rowCount: 3 })
    expect(table.format).toEqual({ kind: 'xlsx', sheet: 'Leads', sheets: ['Leads'] })
    expect(table.sample).toEqual([
      { number: 3, cells: ['José', '447911123456', '2026-03-29'] },
      { number: 4, cells: ['Ab', '', '2026-03-29T14:30:00'] },
      { number: 5, cells: ['', 'TRUE'] },
    ])
  })

  test('days of old files of the Mac count from 1904', async () => {
    const content = xlsxOf(
      '<row><c t="str"><v>Day</v></c><c t="str"><v>Name</v></c></row><row><c s="0"><v>44648</v></c></row>',
      {
        styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
        workbook: '<workbookPr date1904="1"/>',
      },
    )
    expect(await cellsOf(content)).toEqual([['2026-03-29']])
  })

  test(
    'one made to burst is refused before it is unpacked, and so is one that lies about its size',
    { timeout: 30_000 },
    async () => {
      const bomb = 'x'.repeat(30_000_000)
      await expect(inspect(zipOf({ 'xl/workbook.xml': bomb }))).rejects.toMatchObject({ fault: 'too_large' })
      await expect(inspect(zipOf({ 'xl/workbook.xml': bomb }, 1_000))).rejects.toMatchObject({ fault: 'damaged' })
    },
  )

  test('entities are not expanded, and damaged parts are refused', async () => {
    const laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
    const parts = { 'xl/workbook.xml': `${laughs}<workbook>&c;</workbook>` }
    await expect(inspect(zipOf(parts))).rejects.toMatchObject({ fault: 'damaged' })
    await expect(inspect(xlsxOf('<row><c>'))).rejects.toMatchObject({ fault: 'damaged' })
    await expect(inspect(zipOf({ 'word/document.xml': '<w/>' }))).rejects.toMatchObject({ fault: 'not_a_table' })
    await expect(inspect(xlsxOf('<row><c/></row>').subarray(0, 300))).rejects.toMatchObject({ fault: 'damaged' })
  })

  test('a cell far out and too many rows are refused', async () => {
    await expect(inspect(xlsxOf('<row r="1"><c r="XFD1"><v>1</v></c></row>'))).rejects.toMatchObject({
      fault: 'too_many_columns',
    })
    await expect(inspect(xlsxOf('<row r="1048576"><c><v>1</v></c></row>'))).rejects.toMatchObject({
      fault: 'too_many_rows',
    })
  })

  test('a hundred thousand rows are read in bounded memory', { timeout: 60_000 }, async () => {
    const row = '<row><c t="str"><v>Ann</v></c><c t="str"><v>ann@example.com</v></c><c><v>447911123456</v></c></row>'
    const varied = Array.from({ length: 100_000 }, (_, at) => row.replace('Ann', `Ann ${at}`)).join('')
    const path = folder.write(xlsxOf(varied))
    const before = process.memoryUsage().heapUsed
    const table = await inspectTable(path)
    expect(table.rowCount).toBe(100_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000)
  })
})

/** A letter in windows-1251. */
function cyrillic(letter: string): number {
  const code = letter.codePointAt(0)!
  return code >= 0x410 ? code - 0x410 + 0xc0 : code
}

import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as yauzl from 'yauzl'
import { inspectTable, tableRows } from './table.ts'
import { TestFolder } from './test-files.ts'
import { writeWorkbook } from './workbook-file.ts'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.dispose())

async function written(rows: string[][]): Promise<string> {
  const path = folder.write('', 'xlsx')
  async function* each() {
    yield* rows
  }
  await writeWorkbook(path, each())
  return path
}

async function readBack(path: string): Promise<string[][]> {
  const table = await inspectTable(path)
  const read = [table.columns]
  for await (const { cells } of tableRows(path, table)) read.push(cells)
  return read
}

/** One part of a workbook as it lies there. */
async function partOf(path: string, name: string): Promise<string> {
  const zip = await yauzl.openPromise(path)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue
    const chunks: Buffer[] = []
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  throw new Error(`There is no ${name}`)
}

test('what is written is read back as it was: empty cells, lines, spaces, markup, and what looks like an escape', async () => {
  const rows = [
    ['Name', 'Phone', 'Note'],
    ['Ünal & <Söhne>', '+447911123456', ' two\r\nlines\t'],
    ['', '', '😀 _x0041_ "quoted"'],
    ['00123', '1E5', '2026-03-29'],
  ]
  expect(await readBack(await written(rows))).toEqual(rows)
})

test('nothing is a formula, whatever it begins with, nor becomes one when it is edited', async () => {
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', '\t=1', '=cmd|"/c calc"!A1']
  const path = await written([hostile.map((_, n) => `Column ${n}`), hostile])
  expect((await readBack(path))[1]).toEqual(hostile)
  const sheet = await partOf(path, 'xl/worksheets/sheet1.xml')
  expect(sheet).not.toMatch(/<f[ >]/)
  expect([...sheet.matchAll(/<c ([^>]*)>/g)].map(([, kind]) => kind)).toEqual([
    ...hostile.map(() => 't="inlineStr" s="2"'),
    ...hostile.map(() => 't="inlineStr" s="1"'),
  ])
  // 49 is the format Text.
  expect(await partOf(path, 'xl/styles.xml')).toContain('<xf numFmtId="49" fontId="0"')
})

test('characters that no XML can have are left out, and a cell is as long as Excel holds', async () => {
  const path = await written([['Name'], [`a\u0000b\uFFFEc\uD800d`], ['x'.repeat(40_000)]])
  const [, first, second] = await readBack(path)
  expect(first).toEqual(['abc\uFFFDd'])
  expect(second![0]).toHaveLength(32_767)
})

test('an error of its rows ends the writing', async () => {
  async function* torn(): AsyncGenerator<string[]> {
    yield ['Name']
    throw new Error('torn')
  }
  await expect(writeWorkbook(folder.write('', 'xlsx'), torn())).rejects.toThrow('torn')
  await expect(writeWorkbook(join(folder.write('x'), 'no', 'folder.xlsx'), torn())).rejects.toThrow('ENOTDIR')
})

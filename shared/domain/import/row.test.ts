import { describe, expect, test } from 'vitest'
import { readDate } from './dates.ts'
import { RULES_WITHOUT_LIST, rowReader, type RowRules } from './row.ts'
import type { ColumnMapping } from './targets.ts'

const RULES: RowRules = { ...RULES_WITHOUT_LIST, default_country: 'GB' }

/** Reads one row that has an e-mail address beside the cells given by column. */
function read(cells: Record<string, string>, mapping: ColumnMapping, rules: Partial<RowRules> = {}) {
  const columns = Object.keys(cells)
  const reader = rowReader([...columns, 'Mail'], { ...mapping, Mail: 'email' }, { ...RULES, ...rules }, [])
  return reader([...Object.values(cells), 'ann@example.com'])
}
const valuesOf = (cells: Record<string, string>, mapping: ColumnMapping, rules: Partial<RowRules> = {}) => {
  const row = read(cells, mapping, rules)
  if (!row.ok) throw new Error(JSON.stringify(row.faults))
  const { email: _, ...values } = row.values
  return values
}
const faultsOf = (cells: Record<string, string>, mapping: ColumnMapping, rules: Partial<RowRules> = {}) => {
  const row = read(cells, mapping, rules)
  return row.ok ? [] : row.faults
}

describe('values', () => {
  test('phone numbers are kept as the desktop writes them, however the file has them', () => {
    for (const typed of ['07911 123456', '+44 (0)7911 123456', "'07911123456", '="07911123456"', '447911123456']) {
      expect(valuesOf({ Tel: typed }, { Tel: 'phone' })).toEqual({ phone: '+44 7911 123456' })
    }
  })

  test('names are taken apart, and names in columns of their own come first', () => {
    expect(valuesOf({ Name: 'Ana María López' }, { Name: 'full_name' })).toEqual({
      first_name: 'Ana',
      last_name: 'María López',
    })
    expect(valuesOf({ Name: 'López, Ana María' }, { Name: 'full_name' })).toEqual({
      first_name: 'Ana María',
      last_name: 'López',
    })
    expect(valuesOf({ First: 'Ann', Name: 'Bob Lee' }, { First: 'first_name', Name: 'full_name' })).toEqual({
      first_name: 'Ann',
      last_name: 'Lee',
    })
  })

  test('words of closed sets are understood as other systems write them', () => {
    const mapping: ColumnMapping = { S: 'lead_status', C: 'contact_status', T: 'temperature' }
    expect(valuesOf({ S: 'Closed - Won', C: 'CALL_BOOKED', T: 'HOT' }, mapping)).toEqual({
      lead_status: 'converted',
      contact_status: 'call_booked',
      temperature: 'hot',
    })
    expect(faultsOf({ S: 'purple' }, mapping)).toEqual([{ column: 'S', reason: 'unknown_word' }])
  })

  test('who is not to be contacted is not, whatever another column says', () => {
    const mapping: ColumnMapping = { Unsubscribed: 'do_not_contact', Status: 'contact_status' }
    expect(valuesOf({ Unsubscribed: 'Yes', Status: 'ready' }, mapping)).toEqual({ contact_status: 'removed' })
    expect(valuesOf({ Unsubscribed: 'no', Status: 'ready' }, mapping)).toEqual({ contact_status: 'ready' })
  })

  test('tags of several columns come together, own fields keep their names', () => {
    const mapping: ColumnMapping = { Tags: 'tags', Label: 'tags', Model: 'custom:Car model' }
    expect(valuesOf({ Tags: 'vip, spring ;vip', Label: 'spring|new', Model: ' Golf ' }, mapping)).toEqual({
      tags: ['vip', 'spring', 'new'],
      custom_fields: { 'Car model': 'Golf' },
    })
  })

  test('the order of day and month is told by the column, else by the country', () => {
    const dates = (cells: string[], sample: string[][], country = 'GB') =>
      rowReader(['D', 'M'], { D: 'inquiry_date', M: 'email' }, { ...RULES, default_country: country }, sample)(cells)
    const row = ['03/04/2026', 'a@b.example']
    expect(dates(row, [])).toMatchObject({ values: { inquiry_date: '2026-04-03' } })
    expect(dates(row, [], 'US')).toMatchObject({ values: { inquiry_date: '2026-03-04' } })
    expect(dates(row, [['12/31/2025']])).toMatchObject({ values: { inquiry_date: '2026-03-04' } })
  })

  test.each([
    ['2026-03-29', '2026-03-29'],
    ['2026-03-29T14:30:00Z', '2026-03-29'],
    ['29.03.2026', '2026-03-29'],
    ['29/3/26 2:30 PM', '2026-03-29'],
    ['29th March 2026', '2026-03-29'],
    ['Mar 29, 2026', '2026-03-29'],
    ['31/02/2026', null],
    ['0', null],
    ['soon', null],
  ])('%s is the day %s', (typed, day) => {
    expect(readDate(typed, 'dmy')).toBe(day)
  })

  test('what nobody sees around a value is left out', () => {
    expect(valuesOf({ A: '\u00a0 Ann\u200b' }, { A: 'first_name' })).toEqual({ first_name: 'Ann' })
    expect(valuesOf({ A: '   ' }, { A: 'first_name' })).toEqual({})
  })
})

describe('a row is kept out', () => {
  test.each([
    ['phone', 'call me', 'invalid_phone'],
    ['phone', '123', 'invalid_phone'],
    ['date_of_birth', '31/02/1990', 'invalid_date'],
    ['first_name', 'x'.repeat(201), 'too_long'],
    ['first_name', 'A\u0000nn', 'bad_character'],
    ['first_name', 'Jos\uFFFD', 'bad_character'],
    ['tags', 'x'.repeat(101), 'too_long'],
    ['custom:Notes', 'x'.repeat(5_001), 'too_long'],
  ] as const)('for %s %j: %s', (to, typed, reason) => {
    expect(faultsOf({ Cell: typed }, { Cell: to })).toEqual([{ column: 'Cell', reason }])
  })

  test('with every reason, not the first alone', () => {
    expect(faultsOf({ A: 'x', B: 'y' }, { A: 'phone', B: 'inquiry_date' })).toHaveLength(2)
  })

  test('where the list asks for more than it has', () => {
    const mapping: ColumnMapping = { First: 'first_name', Tel: 'phone' }
    expect(
      faultsOf({ First: 'Ann', Tel: '' }, mapping, { required_fields: ['first_name', 'phone', 'postcode'] }),
    ).toEqual([
      { column: 'phone', reason: 'required' },
      { column: 'postcode', reason: 'required' },
    ])
  })

  test('by the rules of the list for numbers', () => {
    const mapping: ColumnMapping = { Tel: 'phone' }
    const strict = { auto_normalize_numbers: false }
    expect(faultsOf({ Tel: '07911 123456' }, mapping, strict)).toEqual([
      { column: 'Tel', reason: 'country_code_missing' },
    ])
    expect(faultsOf({ Tel: '+44 7911 123456' }, mapping, strict)).toEqual([])
    const home = { allow_international: false }
    expect(faultsOf({ Tel: '+49 30 901820' }, mapping, home)).toEqual([{ column: 'Tel', reason: 'foreign_number' }])
    expect(faultsOf({ Tel: '07911 123456' }, mapping, home)).toEqual([])
  })

  test('when nobody could be reached', () => {
    const reader = rowReader(['Name'], { Name: 'full_name' }, RULES, [])
    expect(reader(['Ann'])).toEqual({ ok: false, faults: [{ column: 'phone', reason: 'no_contact' }] })
  })
})

import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { CountryCode } from 'libphonenumber-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

interface Case {
  raw: string
  country: string
}

async function normalizeAll(cases: Case[]): Promise<(string | null)[]> {
  const rows = await backend.sql<{ number: string | null }[]>`
    select app.normalize_phone(c ->> 'raw', c ->> 'country') as number
    from jsonb_array_elements(${JSON.stringify(cases)}::text::jsonb) with ordinality t (c, n) order by n`
  return rows.map((row) => row.number)
}

/** What libphonenumber makes of a case; null also where it knows the number cannot be one of its country. */
function expected({ raw, country }: Case): string | null {
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode)
  return parsed?.isPossible() ? parsed.number : null
}

/** A number as people of its country write it, and as others do. */
function waysToWrite(country: CountryCode, number: string): Case[] {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return []
  const elsewhere = country === 'US' ? 'DE' : 'US'
  const international = parsed.formatInternational()
  const idd = { US: '011', DE: '00' }[elsewhere]
  return [
    { raw: parsed.number, country },
    { raw: international, country },
    { raw: parsed.formatNational(), country },
    { raw: parsed.nationalNumber, country },
    { raw: `${parsed.countryCallingCode}${parsed.nationalNumber}`, country },
    { raw: international, country: elsewhere },
    { raw: international.replace('+', `${idd} `), country: elsewhere },
  ]
}

describe('app.normalize_phone', () => {
  test('agrees with libphonenumber on its example numbers of every country, however they are written', async () => {
    const cases = getCountries().flatMap((country) => {
      const example = getExampleNumber(country, examples)
      return example ? waysToWrite(country, example.number) : []
    })
    expect(cases.length).toBeGreaterThan(1_500)
    const numbers = await normalizeAll(cases)
    const differing = cases.flatMap((item, n) =>
      numbers[n] === expected(item) ? [] : [{ ...item, sql: numbers[n], libphonenumber: expected(item) }],
    )
    expect(differing).toEqual([])
  })

  test('reads what people type', async () => {
    const typed = [
      { raw: ' (020) 7946-0018 ', country: 'GB' },
      { raw: 'tel:+44 20 7946 0018', country: 'DE' },
      { raw: '+44 20 7946 0018 ext. 12', country: 'DE' },
      { raw: '+49 (0) 30 123456', country: 'GB' },
      { raw: '０２０ ７９４６ ００１８', country: 'GB' },
      { raw: '+٤٤ ٧٤٠٠ ١٢٣٤٥٦', country: 'GB' },
      { raw: '8 (912) 345-67-89', country: 'RU' },
      { raw: '011 15-2345-6789', country: 'AR' },
      { raw: '800 123 4567', country: 'US' },
      { raw: '+800 1234 5678', country: 'US' },
    ]
    expect(await normalizeAll(typed)).toEqual(typed.map(expected))
    expect((await normalizeAll(typed)).every(Boolean)).toBe(true)
  })

  test('makes null of what cannot be a number', async () => {
    const junk = [
      { raw: '', country: 'GB' },
      { raw: 'call me', country: 'GB' },
      { raw: '12', country: 'GB' },
      { raw: '+999 123 456', country: 'GB' },
      { raw: '+0123456789', country: 'GB' },
      { raw: '07400 123456 or 07400 123457', country: 'GB' },
      { raw: '1'.repeat(300), country: 'GB' },
      { raw: '07400 123456', country: 'XX' },
      { raw: '+44 7400 12345678901234', country: 'GB' },
    ]
    expect(await normalizeAll(junk)).toEqual(junk.map(() => null))
  })
})

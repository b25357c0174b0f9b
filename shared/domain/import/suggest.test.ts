import { describe, expect, test } from 'vitest'
import { suggestMapping } from './suggest.ts'

const suggested = (columns: string[], ...rows: string[][]) => suggestMapping(columns, rows, 'GB')

describe('a column is told', () => {
  test('by its name, however it is spelled', () => {
    expect(suggested(['First Name', 'LAST_NAME', 'E-Mail Adresse', 'Phone Number', 'Post Code', 'zzz'])).toEqual({
      'First Name': 'first_name',
      LAST_NAME: 'last_name',
      'E-Mail Adresse': 'email',
      'Phone Number': 'phone',
      'Post Code': 'postcode',
    })
    expect(suggested(['Vorname', 'Téléphone', 'Société', 'Correo electrónico'])).toEqual({
      Vorname: 'first_name',
      Téléphone: 'phone',
      Société: 'company_name',
      'Correo electrónico': 'email',
    })
  })

  test('by a name with a slip in it', () => {
    expect(suggested(['Telphone', 'Emial'], ['07911 123456', 'a@b.example'])).toEqual({
      Telphone: 'phone',
      Emial: 'email',
    })
  })

  test('by its values, where the name says nothing', () => {
    const rows = [
      ['Ann', 'ann@example.com', '07911123456', 'SW1A 1AA', '1'],
      ['Bob', 'bob@example.com', '07911123457', 'M1 1AE', '2'],
    ]
    expect(suggested(['A', 'B', 'C', 'D', 'E'], ...rows)).toEqual({
      A: 'custom:A',
      B: 'email',
      C: 'phone',
      D: 'postcode',
      E: 'custom:E',
    })
  })

  test('not by a name that its values belie', () => {
    expect(suggested(['Contact', 'Status'], ['ann@example.com', 'purple'], ['bob@example.com', 'green'])).toEqual({
      Contact: 'email',
      Status: 'custom:Status',
    })
  })

  test('once: of two phones the better name is the first, and the other is kept as an own field', () => {
    expect(suggested(['Number', 'Mobile', 'Landline'], ['020 7946 0958', '07911 123456', '020 7946 0000'])).toEqual({
      Mobile: 'phone',
      Landline: 'secondary_phone',
      Number: 'custom:Number',
    })
  })
})

test('a column without a name or without values is left out', () => {
  expect(suggested(['Column 1', 'Fax'], ['x', ''])).toEqual({})
})

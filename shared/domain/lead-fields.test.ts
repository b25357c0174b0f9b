import { describe, expect, test } from 'vitest'
import { checkCustomField, checkCustomName, checkLeadField, checkTag, customType } from './lead-fields.ts'
import { normalisePhone, phoneForms } from './phone.ts'

describe('phone numbers', () => {
  test('a number typed as at home is kept in its international form', () => {
    expect(checkLeadField('phone', ' 020 7946 0958 ', 'GB')).toEqual({ ok: true, value: '+44 20 7946 0958' })
  })

  test.each(['+49 (30) 901820', '0049 30 901820', '030/901820', 'tel:+49-30-901820'])(
    '%s is one number, however it is written',
    (typed) => expect(normalisePhone(typed, 'DE')).toBe('+4930901820'),
  )

  test.each(['12', 'call me', '+999 1234', '1'.repeat(300), '🙂'])('%s is refused with what to do', (typed) => {
    expect(checkLeadField('secondary_phone', typed, 'GB')).toMatchObject({ ok: false })
  })

  test('all forms are told, and the country', () => {
    expect(phoneForms('+44 20 7946 0958', 'DE')).toEqual({
      e164: '+442079460958',
      international: '+44 20 7946 0958',
      national: '020 7946 0958',
      country: 'GB',
    })
  })
})

describe('lines of text', () => {
  test.each(['🙂🚗', 'سارة الأحمد', "O'Brien", 'x'.repeat(200)])('the name %s is taken as it is', (name) => {
    expect(checkLeadField('first_name', name, 'GB')).toEqual({ ok: true, value: name })
  })

  test('blank is an empty field', () => {
    expect(checkLeadField('company_name', '  ', 'GB')).toEqual({ ok: true, value: null })
  })

  test('a name of 300 characters is refused with its length', () => {
    expect(checkLeadField('last_name', 'x'.repeat(300), 'GB')).toEqual({
      ok: false,
      error: 'At most 200 characters; this has 300.',
    })
  })

  test('half a surrogate pair cannot be stored', () => {
    expect(checkLeadField('first_name', '\ud83d', 'GB')).toMatchObject({ ok: false })
  })

  test.each(['ana@example.com', 'müller@bücher.example', 'a.b+c@d.e.co'])('%s is an e-mail address', (typed) => {
    expect(checkLeadField('email', typed, 'GB')).toEqual({ ok: true, value: typed })
  })

  test.each(['ana', 'ana@', '@example.com', 'ana@example', 'a b@example.com', 'a@b@c.de', 'a@b..de'])(
    '%s is no e-mail address',
    (typed) => expect(checkLeadField('email', typed, 'GB')).toMatchObject({ ok: false }),
  )
})

describe('fields of the organisation’s own', () => {
  test('what they hold says how they are edited', () => {
    expect([null, 'a', 3, false, [], {}].map(customType)).toEqual([
      'text',
      'text',
      'number',
      'yes_no',
      'other',
      'other',
    ])
  })

  test('a number stays a number, and words are no number', () => {
    expect(checkCustomField('number', ' 3.5 ')).toEqual({ ok: true, value: 3.5 })
    expect(checkCustomField('number', 'many')).toMatchObject({ ok: false })
  })

  test('a name is needed once', () => {
    expect(checkCustomName('budget', ['budget'])).toMatchObject({ ok: false })
    expect(checkCustomName(' ', [])).toMatchObject({ ok: false })
    expect(checkCustomName(' region ', ['budget'])).toEqual({ ok: true, value: 'region' })
  })
})

test('a tag is trimmed, and taken once', () => {
  expect(checkTag('  test   drive ', [])).toEqual({ ok: true, value: 'test drive' })
  expect(checkTag('suv', ['suv'])).toMatchObject({ ok: false })
  expect(checkTag('x'.repeat(101), [])).toMatchObject({ ok: false })
})

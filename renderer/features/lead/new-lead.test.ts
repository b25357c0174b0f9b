import { expect, test } from 'vitest'
import { BLANK, holderOf, newLeadFields } from './new-lead.ts'

test('only what was typed is sent, the number in its international form', () => {
  expect(newLeadFields({ ...BLANK, first_name: ' 🙂 ', phone: '030 901820' }, 'DE')).toEqual({
    ok: true,
    fields: { first_name: '🙂', phone: '+49 30 901820' },
  })
})

test('a lead needs something to be known by', () => {
  expect(newLeadFields({ ...BLANK, last_name: '  ' }, 'DE')).toMatchObject({
    ok: false,
    errors: { all: /Give a name/ },
  })
})

test('every field that is wrong says so', () => {
  const errors = newLeadFields({ ...BLANK, phone: 'x', email: 'y', first_name: 'z'.repeat(300) }, 'DE')
  expect(errors.ok ? [] : Object.keys(errors.errors).toSorted()).toEqual(['email', 'first_name', 'phone'])
})

test('a number is one lead’s within a brand, and an address may be that of several', () => {
  const match = {
    lead_id: 'a',
    brand_id: 'one',
    label: 'A',
    company_name: null,
    phone: null,
    email: null,
    postcode: null,
    owner_id: null,
    conversation_id: null,
  }
  const byPhone = { ...match, reasons: ['phone' as const] }
  expect(holderOf([byPhone], 'one')).toBe(byPhone)
  expect(holderOf([byPhone], 'two')).toBeUndefined()
  expect(holderOf([{ ...match, reasons: ['email'] }], 'one')).toBeUndefined()
})

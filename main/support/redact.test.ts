import { expect, test } from 'vitest'
import { Redactor } from './redact.ts'

const MAYA = '0198f2c0-0000-7000-8000-000000000001'

test('keeps lengths, lines and what equals what, and nothing of the words', () => {
  const redactor = new Redactor('salt')
  const text = 'Call Maya Chen\non +44 7700 900001\nCall Maya Chen'
  const redacted = redactor.text(text)
  const [first, second, third] = redacted.split('\n')
  expect(redacted).toHaveLength(text.length)
  expect(first).toBe(third)
  expect(first).not.toBe(second)
  expect(redacted).not.toMatch(/Maya|Chen|7700/)
})

test('keeps the shape of arguments, words of closed sets, numbers and truth values', () => {
  const redactor = new Redactor('salt')
  const redacted = redactor.value({ lead_id: MAYA, body: 'Hello', type: 'general', is_pinned: true, position: 3 })
  expect(redacted).toEqual({
    lead_id: redactor.id(MAYA),
    body: redactor.text('Hello'),
    type: 'general',
    is_pinned: true,
    position: 3,
  })
  expect(redactor.id(MAYA)).not.toBe(MAYA)
})

test('hides keys that may be somebody’s own words', () => {
  expect(JSON.stringify(new Redactor('salt').value({ custom_fields: { 'Mother of Maya': 1 } }))).not.toContain('Maya')
})

test('another salt gives other ids and other fillers', () => {
  expect(new Redactor('a').id(MAYA)).not.toBe(new Redactor('b').id(MAYA))
  expect(new Redactor('a').text('a secret')).not.toBe(new Redactor('b').text('a secret'))
})

import { describe, expect, test } from 'vitest'
import { changeTitle, fieldName } from './mutation-words.ts'
import { MUTATIONS } from './mutations.ts'

/** What concerns no lead, or not one alone. */
const OF_ALL =
  /^(template|tag|product|saved_view|preference|campaign|campaign_step|campaign_settings|lesson|insight|pipeline|stage)\./

describe('changeTitle', () => {
  test.each(Object.keys(MUTATIONS))('%s has words of its own that name the lead, if it has one', (name) => {
    const title = changeTitle(name, 'Ana Lima', ['phone'])
    expect(title.includes('Ana Lima')).toBe(!OF_ALL.test(name))
    expect(title.toLowerCase()).not.toContain(name.replace('.', ' '))
  })

  test('names the fields that are set, up to three', () => {
    expect(changeTitle('lead.edit', 'Ana Lima', ['phone'])).toBe('Phone of Ana Lima')
    expect(changeTitle('lead.edit', 'Ana Lima', ['phone', 'email', 'postcode'])).toBe(
      'Phone, e-mail and postcode of Ana Lima',
    )
    expect(changeTitle('lead.edit', 'Ana Lima', ['phone', 'email', 'postcode', 'tags'])).toBe('4 fields of Ana Lima')
  })

  test('stays readable for a change of another version and a lead that is not known', () => {
    expect(changeTitle('deal.set_stage', null, [])).toBe('Deal set stage: a lead')
    expect(changeTitle('deal.haggle', 'Ana Lima', ['value_minor'])).toBe('Value of Ana Lima (deal haggle)')
  })
})

test('a column without a name of its own is read as words', () => {
  expect(fieldName('lead_status')).toBe('Lead status')
  expect(fieldName('due_at')).toBe('Due')
})

import { describe, expect, test } from 'vitest'
import { ROLES } from '../domain/vocabulary.ts'
import { mayUse, PERMISSIONS } from './service.ts'
import { SERVICES } from './services.ts'

describe('what a role alone says of a permission', () => {
  test('is as the server has it', () => {
    const told = Object.fromEntries(
      PERMISSIONS.map((permission) => [permission, ROLES.map((role) => mayUse(permission, role))]),
    )
    expect(ROLES).toEqual(['owner', 'admin', 'manager', 'sales_rep', 'viewer'])
    expect(told).toEqual({
      member: ['yes', 'yes', 'yes', 'yes', 'yes'],
      writer: ['yes', 'yes', 'yes', 'yes', 'no'],
      manager: ['yes', 'yes', 'yes', 'no', 'no'],
      admin: ['yes', 'yes', 'no', 'no', 'no'],
      teacher: ['yes', 'yes', 'perhaps', 'perhaps', 'no'],
      automator: ['yes', 'yes', 'perhaps', 'perhaps', 'no'],
      user_manager: ['yes', 'yes', 'perhaps', 'perhaps', 'no'],
    })
  })
})

describe('a service', () => {
  const id = '01a20000-0000-7000-8000-000000000000'

  test('sends its fields under the names of the function’s arguments', () => {
    const { send, target } = SERVICES['prompt.diff']
    expect([target, send({ prompt_id: id, from: 1, to: 2 })]).toEqual([
      { function: 'diff_prompt' },
      { p_prompt_id: id, p_from: 1, p_to: 2 },
    ])
  })

  test('sends a document whole, and what goes beside it beside it', () => {
    expect(SERVICES['order.save'].send({ order_number: 'A1' })).toEqual({ p_order: { order_number: 'A1' } })
    expect(SERVICES['prompt.save'].send({ id, base: 3, name: 'Sales' })).toEqual({
      p_prompt: { id, name: 'Sales' },
      p_base: 3,
    })
  })

  test('says itself whom an invitation is for', () => {
    expect(SERVICES['invitation.send_to_customer'].send({ lead_id: id, kind: 'user' })).toEqual({
      lead_id: id,
      kind: 'client',
    })
  })

  test.each([
    ['prompt.deploy', { prompt_id: id, version: 0, seen: null }],
    ['prompt.save', { name: 'Sales', status: 'live' }],
    ['message.correct', { message_id: id, better: 'a\0b', why: null, prompt_id: null, deploy: false }],
    ['order.save', { order_number: 'A1', total_minor: '-5' }],
    ['list.run_campaign', { dataset: id, status: 'draft', settings: null }],
    ['analytics.view', { name: 'leads', since: null, until: null }],
  ] as const)('%s takes no %j', (name, input) => {
    expect(SERVICES[name].input.safeParse(input).success).toBe(false)
  })
})

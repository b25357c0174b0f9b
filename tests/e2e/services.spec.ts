import type { Page } from '@playwright/test'
import type { CommandInput, Desk } from '#shared/contract/ipc.ts'
import type { ServiceName } from '#shared/services/services.ts'
import { signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

/** Sends a command as the page would. @returns what it answers, or the code of its refusal */
const command = <N extends ServiceName>(window: Page, name: N, input: CommandInput<N>): Promise<unknown> =>
  window.evaluate(
    async ([service, fields]: readonly [string, string]) => {
      const { desk } = globalThis as unknown as { desk: Desk }
      const result = await desk.command(service as 'sync.now', JSON.parse(fields) as Record<string, never>)
      return result.ok ? result.value : result.error.code
    },
    // As JSON: the types of all inputs are too deep for those of `evaluate`.
    [name, JSON.stringify(input)] as const,
  )

const range = { since: '2026-01-01', until: '2026-12-31' }

test('the desktop has the server do something as the rep who is signed in, and says when it cannot', async ({
  backend,
  office,
  computer,
}) => {
  const owner = await office.member('owner')
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, owner)

  expect(await command(window, 'analytics.response_times', { ...range, by: 'answered_by' })).toMatchObject({
    rows: [{ answered_by: null, waits: 1, unanswered: 1 }],
  })
  const key = { answered_by: null, ...range }
  const behind = { figures: 'response_times', figure: 'waits', key, after: null, page_size: 10 }
  expect(await command(window, 'analytics.rows_behind', behind)).toMatchObject({ kind: 'messages', next: null })

  const order = { order_number: 'A-1', lead_id: leadId, total_minor: '12900', currency: 'EUR' }
  await command(window, 'order.save', order)
  const [lead] = await backend.sql`select client_type, total_revenue from leads where id = ${leadId}`
  expect(lead).toEqual({ client_type: 'customer', total_revenue: { EUR: '12900' } })

  expect(await command(window, 'prompt.save', { name: 'Sales', sections: { 'No!': { content: 'x' } } })).toBe(
    'invalid_input',
  )
  expect(await command(window, 'prompt.compile', { prompt_id: leadId, version: null })).toBe('not_found')

  desk.network.set('cut')
  expect(await command(window, 'analytics.ai_against_human', range)).toBe('offline')
})

test('a viewer is told that they may not', async ({ office, computer }) => {
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('viewer'))
  expect(await command(window, 'order.save', { order_number: 'A-1', lead_id: leadId })).toBe('forbidden')
  expect(await command(window, 'list.run_campaign', { dataset: leadId, status: 'active', settings: null })).toBe(
    'forbidden',
  )
})

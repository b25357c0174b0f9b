import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Running } from '#build/demo/live.ts'
import { startFunctionWorker, WORKED_FUNCTIONS } from '#build/scripts/function-worker.ts'
import { joinAs } from '#tests/support/database.ts'
import type { Member } from '#tests/support/database.ts'
import { EventsWorld } from './support.ts'
import type { AgentOffice } from './support.ts'

// What people teach reaches the AI agent outside, and what the agent does with it comes back.

let world: EventsWorld
let acme: AgentOffice
let globex: AgentOffice
let owner: Member
let dispatcher: Running
beforeAll(async () => {
  world = await EventsWorld.open()
  acme = await world.office('Acme', '+441632960131')
  globex = await world.office('Globex', '+441632960132')
  owner = await joinAs(world.backend, acme.organization.id, 'owner')
  dispatcher = await startFunctionWorker(WORKED_FUNCTIONS.dispatch, world.backend, (line) => world.log.push(line))
})
afterAll(async () => {
  await dispatcher.stop()
  await world.close()
})

async function call<T>(name: string, input: object): Promise<T> {
  const { data, error } = await owner.client.rpc(name, input)
  if (error) throw error
  return data as T
}

let customers = 0

/** A customer writes and is answered. @returns what the agent was told, and what it wrote. */
async function exchange(office: AgentOffice, body: string) {
  const conversation = await office.hear(`+4479222${String(++customers).padStart(5, '0')}`, body)
  await world.deliver()
  await expect.poll(() => office.answers(conversation), { timeout: 15_000 }).toHaveLength(1)
  const [message] = await world.backend.sql<{ id: string }[]>`
    select id from messages where conversation_id = ${conversation} and sender_type = 'ai'`
  return { brief: office.agent.events.at(-1)!.agent, message: message!.id }
}

test('a correction of what the agent wrote is a lesson, which the next prompt that it is told has', async () => {
  expect((await exchange(acme, 'Hello')).brief?.prompt).toBeNull()
  const channel_id = acme.organization.channelId
  const { id } = await call<{ id: string }>('save_prompt', {
    p_prompt: { name: 'Sales', channel_id, agent_id: 'main_sales_agent', sections: { tone: { content: 'Be kind.' } } },
  })
  await call('deploy_prompt', { p_prompt_id: id })
  const first = await exchange(acme, 'What does it cost?')
  expect(first.brief?.prompt).toEqual({ id, version_number: 1, text: '# Tone\nBe kind.', lesson_ids: [] })

  const { lesson_id } = await call<{ lesson_id: string }>('correct_message', {
    p_message_id: first.message,
    p_better: 'It costs 900.',
    p_deploy: true,
  })
  const second = await exchange(acme, 'And what does it cost?')
  expect(second.brief?.prompt).toMatchObject({ version_number: 2, lesson_ids: [lesson_id] })
  expect(second.brief?.prompt?.text).toContain('When: What does it cost? Say: It costs 900.')

  await world.backend.sql`select app.measure_lessons(1000, now()), app.measure_prompts(1000, now())`
  const [lesson] = await world.backend.sql`select times_applied, success_rate from lessons where id = ${lesson_id}`
  expect(lesson).toEqual({ times_applied: 1, success_rate: '0.00' })
  const spoken = await call<object[]>('get_prompt_deployments', { p_prompt_id: id })
  expect(spoken).toMatchObject([
    { version_number: 2, conversations: 1 },
    { version_number: 1, conversations: 1 },
  ])
  expect(world.log).toEqual([])
})

test('an insight of the agent that is approved is in the next prompt that is deployed', async () => {
  const { message } = await exchange(acme, 'It is too expensive')
  const [insight] = await world.backend.sql<{ id: string }[]>`
    select i.id from insights i join messages m on m.conversation_id = i.conversation_id where m.id = ${message}`
  const taught = await call<{ prompt_id: string; deployed: boolean }>('teach_insight', {
    p_insight_id: insight!.id,
    p_lesson: { lesson_type: 'objection_handling', title: 'Price', correct_response: 'Name what it saves.' },
    p_deploy: true,
  })
  expect(taught.deployed).toBe(true)
  const { brief } = await exchange(acme, 'Why so dear?')
  expect(brief?.prompt?.text).toContain('## Objections\n- Price.')
})

test('the agent is told the channel’s settings and what it may quote there, of its own organisation', async () => {
  const p_channel_id = acme.organization.channelId
  const p_settings = { ai_model: 'models/next', ai_temperature: 0.2, ai_multiple_messages_wait_seconds: 0 }
  await call('save_channel_configuration', { p_channel_id, p_settings })
  const collection = { p_channel_id, p_collection_id: 'faq', p_name: 'Questions' }
  const made = await call('save_content_collection', { ...collection, p_items: ['Old'] })
  expect(await call('save_content_collection', { ...collection, p_items: ['Open at nine', 'Free parking'] })).toBe(made)
  const told = (await exchange(acme, 'When do you open?')).brief
  expect(told).toMatchObject({
    model: 'models/next',
    temperature: 0.2,
    collections: { faq: ['Open at nine', 'Free parking'] },
  })
  expect((await exchange(globex, 'Hello')).brief).toMatchObject({ prompt: null, collections: {} })
  await call('save_content_collection', { ...collection, p_items: [] })
  expect((await exchange(acme, 'And when do you close?')).brief?.collections).toEqual({})
})

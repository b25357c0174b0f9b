import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Running } from '#build/demo/live.ts'
import { startFunctionWorker, WORKED_FUNCTIONS } from '#build/scripts/function-worker.ts'
import { replyTo } from '#build/fake-vendors/agent-words.ts'
import { EventsWorld } from './support.ts'
import type { AgentOffice } from './support.ts'

let world: EventsWorld
let acme: AgentOffice
let globex: AgentOffice
let dispatcher: Running
const log: string[] = []
beforeAll(async () => {
  world = await EventsWorld.open()
  acme = await world.office('Acme', '+441632960123')
  globex = await world.office('Globex', '+441632960124')
  dispatcher = await startFunctionWorker(WORKED_FUNCTIONS.dispatch, world.backend, (line) => log.push(line))
})
afterAll(async () => {
  await dispatcher.stop()
  await world.close()
})

let numbers = 0
let customer: string
beforeEach(() => {
  customer = `+4479111${String(++numbers).padStart(5, '0')}`
})

/** What the fake carrier brought the customer. */
const received = () => world.vendors.carrier.messages.filter(({ to }) => to === customer)

/** What Acme's agent was told of the messages of a conversation. */
const toldOf = (id: string) =>
  acme.agent.events.filter(({ type, conversation }) => type === 'message.received' && conversation?.id === id)

/** Waits until what the agent said has reached the customer, and everything that was under way has ended. */
async function untilAnswered(): Promise<void> {
  await expect.poll(received, { timeout: 15_000 }).not.toHaveLength(0)
  await expect.poll(queued, { timeout: 15_000 }).toBe(0)
}

const queued = async (): Promise<number> => {
  const [row] = await world.backend.sql<{ n: number }[]>`select count(*)::integer as n from dispatch_queue`
  return row!.n
}

describe('a customer’s message', () => {
  test('reaches the agent, whose answer is in the conversation and with the customer once', async () => {
    const conversation = await acme.hear(customer, 'Hello, what does it cost?')
    expect(await world.deliver()).toMatchObject({ delivered: expect.any(Number) })
    await untilAnswered()
    expect(await acme.answers(conversation)).toMatchObject([{ body: replyTo('en', null), status: 'sent' }])
    expect(received()).toHaveLength(1)
    expect(await acme.events(conversation)).toMatchObject([{ status: 'delivered', attempts: 1 }])
    expect(await world.deliver()).toEqual({})
    expect(log).toEqual([])
    expect(world.log).toEqual([])
  })

  test('comes with the conversation and with what it said before', async () => {
    const conversation = await acme.hear(customer, 'First')
    await acme.hear(customer, 'Second')
    await world.deliver()
    await untilAnswered()
    const told = toldOf(conversation)
    expect(told).toHaveLength(1)
    const texts = told[0]!.conversation!.messages.filter(({ direction }) => direction === 'inbound')
    expect(texts.map(({ body }) => body)).toEqual(['First', 'Second'])
    expect(await acme.answers(conversation)).toHaveLength(1)
  })

  test('goes to the agent of its own organisation only', async () => {
    const before = globex.agent.events.length
    const conversation = await acme.hear(customer, 'For Acme')
    await world.deliver()
    await untilAnswered()
    expect(globex.agent.events).toHaveLength(before)
    expect(globex.agent.refused).toBe(0)
    expect(new Set(acme.agent.events.map((event) => event.organization_id))).toEqual(new Set([acme.organization.id]))
    expect(await acme.answers(conversation)).toHaveLength(1)
  })

  test('makes the lead qualified, or is an insight, by what it says', async () => {
    const conversation = await acme.hear(customer, 'It is too expensive')
    await world.deliver()
    await untilAnswered()
    const insights = await world.backend.sql`select title from insights where conversation_id = ${conversation}`
    expect([...insights]).toEqual([{ title: 'An objection' }])
    await acme.hear(customer, 'All right, I would like to book')
    await world.deliver()
    await expect.poll(received).toHaveLength(2)
    const [lead] = await world.backend.sql`
      select l.lead_status, l.ai_score from leads l join conversations c on c.lead_id = l.id where c.id = ${conversation}`
    expect(lead).toEqual({ lead_status: 'qualified', ai_score: 85 })
  })

  test('that asks for silence opts the customer out and is not answered', async () => {
    const conversation = await acme.hear(customer, 'Please leave me alone now')
    await world.deliver()
    const consent = async () => {
      const [row] = await world.backend.sql<{ status: string | null }[]>`
        select l.consents -> 'sms' ->> 'status' as status
        from leads l join conversations c on c.lead_id = l.id where c.id = ${conversation}`
      return row!.status
    }
    await expect.poll(consent).toBe('opted_out')
    expect(await acme.answers(conversation)).toEqual([])
    expect(received()).toEqual([])
  })
})

describe('nobody asks the agent', () => {
  test.each([
    ['a person switched it off', 'update conversations set ai_enabled = false where id = $1'],
    [
      'a person took the lead over',
      'update leads set manual_mode_at = now() where id = (select lead_id from conversations where id = $1)',
    ],
    [
      'a person answered',
      `insert into messages (conversation_id, direction, sender_type, body, status) values ($1, 'outbound', 'agent', 'Me', 'sent')`,
    ],
  ])('when %s before it was told', async (_, change) => {
    const conversation = await acme.hear(customer, 'Hello?')
    await world.backend.sql.unsafe(change, [conversation])
    await world.deliver()
    expect(await acme.events(conversation)).toMatchObject([{ status: 'cancelled', attempts: 0 }])
    expect(toldOf(conversation)).toEqual([])
    expect(await acme.answers(conversation)).toEqual([])
  })
})

describe('an agent that fails', () => {
  test.each([
    ['answers with a fault of its own', { status: 503, headers: { 'retry-after': '7' } }],
    ['says that it cannot keep up', { status: 429 }],
    ['does not answer', 'hang' as const],
    ['drops the connection', 'cut' as const],
  ])('and %s is asked again, and the customer is answered once', async (_, fault) => {
    const conversation = await acme.hear(customer, 'Are you there?')
    acme.agent.failNext(fault, 2)
    await world.deliver()
    const [event] = await acme.events(conversation)
    expect(event).toMatchObject({ status: 'pending', last_error: expect.any(String) })
    await world.deliver()
    expect(await acme.answers(conversation)).toEqual([])
    await world.deliver()
    await untilAnswered()
    expect(await acme.answers(conversation)).toHaveLength(1)
    expect(received()).toHaveLength(1)
    expect((await acme.events(conversation))[0]).toMatchObject({ status: 'delivered', last_error: null })
  })

  test('after it took the event is not heard twice', async () => {
    const conversation = await acme.hear(customer, 'Do you hear me?')
    acme.agent.failNext('die')
    await world.deliver()
    await untilAnswered()
    await world.deliver()
    expect(await acme.answers(conversation)).toHaveLength(1)
    expect(received()).toHaveLength(1)
  })

  test('for good leaves a dead letter with the reason, and is asked again on request', async () => {
    const conversation = await acme.hear(customer, 'Nobody there?')
    acme.agent.failNext({ status: 410 })
    await world.deliver()
    const [event] = await acme.events(conversation)
    expect(event).toMatchObject({ status: 'failed', last_error: 'The automation answered 410' })
    const letters = () => world.backend.sql`
      select kind, error from dead_letters where reference_id = ${event!.id} and resolved_at is null`
    expect([...(await letters())]).toEqual([{ kind: 'integration_event', error: 'The automation answered 410' }])
    const [replayed] = await world.backend.sql`select events_replay(${event!.id}) as done`
    expect(replayed!.done).toBe(true)
    expect(await letters()).toHaveLength(0)
    await world.deliver()
    await untilAnswered()
    expect(await acme.answers(conversation)).toHaveLength(1)
  })
})

test('an agent is not believed under another organisation’s secret', async () => {
  const [channel, other] = [acme.organization.channelId, globex.organization.channelId]
  const own = acme.agent.secrets.get(channel)!
  acme.agent.secrets.set(channel, globex.agent.secrets.get(other)!)
  const conversation = await acme.hear(customer, 'Who is there?')
  await world.deliver()
  acme.agent.secrets.set(channel, own)
  expect(toldOf(conversation)).toEqual([])
  expect(await acme.events(conversation)).toMatchObject([
    { status: 'failed', last_error: 'The automation answered 401' },
  ])
})

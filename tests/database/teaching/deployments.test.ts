import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TeachingDesk } from './teaching-desk.ts'

let desk: TeachingDesk
beforeAll(async () => {
  desk = await TeachingDesk.open()
})
afterAll(() => desk.close())
// One speaks at a time in one place.
beforeEach(() => desk.backend.sql`delete from prompts`)

/** A prompt with versions 1 to 3, whose tones are these. */
async function threeVersions(): Promise<string> {
  const { id } = await desk.newPrompt('First')
  await desk.save({ id, sections: { tone: { content: 'Second' } } })
  await desk.save({ id, sections: { tone: { content: 'Third' } } })
  return id
}

const conversationOf = async (): Promise<string> => (await desk.exchange('Hello', 'Hi')).conversation

/** What the agent would be told now. */
async function told(conversation: string): Promise<string | null> {
  const [row] = await desk.backend.sql<{ text: string | null }[]>`
    select app.agent_brief(${conversation}) -> 'prompt' ->> 'text' as text`
  return row!.text
}

describe('a deployment', () => {
  test('is what agents are told, and what is written afterwards is not until it is deployed', async () => {
    const conversation = await conversationOf()
    const { id } = await desk.newPrompt('Kind')
    expect(await told(conversation)).toBeNull()
    await desk.deploy(id)
    expect(await told(conversation)).toBe('# Tone\nKind')
    await desk.save({ id, sections: { tone: { content: 'Firm' } } })
    expect(await told(conversation)).toBe('# Tone\nKind')
    expect(await desk.row('prompts', id)).toMatchObject({
      status: 'live',
      compiled: '# Tone\nKind',
      deployed_by: desk.owner.id,
    })
    await desk.deploy(id, 2, 1)
    expect(await told(conversation)).toBe('# Tone\nFirm')
    await desk.call(desk.owner, 'archive_prompt', { p_prompt_id: id })
    expect(await told(conversation)).toBeNull()
  })

  test('goes to the lead’s list before the channel, and to the channel before the organisation', async () => {
    const { sql } = desk.backend
    const { lead, conversation } = await desk.exchange('Hello', 'Hi')
    const [dataset] = await sql<{ id: string }[]>`
      insert into datasets (organization_id, name) values (${desk.organization.id}, 'List') returning id`
    await sql`
      insert into dataset_leads (organization_id, dataset_id, lead_id)
      values (${desk.organization.id}, ${dataset!.id}, ${lead})`
    const places = [{}, { channel_id: desk.organization.channelId, agent_id: 'closer' }, { dataset_id: dataset!.id }]
    for (const [n, place] of places.entries()) {
      await desk.deploy((await desk.newPrompt(`Place ${n}`, place)).id)
      expect(await told(conversation)).toBe(`# Tone\nPlace ${n}`)
    }
    expect(await told(await conversationOf())).toBe('# Tone\nPlace 1')
  })

  test('puts away the prompt that spoke in the same place', async () => {
    const conversation = await conversationOf()
    const [one, other] = [await desk.newPrompt('One'), await desk.newPrompt('Other')]
    await desk.deploy(one.id)
    await desk.deploy(other.id)
    expect(await told(conversation)).toBe('# Tone\nOther')
    expect(await desk.row('prompts', one.id)).toMatchObject({ status: 'archived' })
    expect(await desk.speaking(one.id)).toEqual([])
    await expect(desk.deploy(one.id)).rejects.toMatchObject({ code: 'PT409' })
  })

  test('of two prompts for one place at once leaves one speaking', async () => {
    const prompts = [await desk.newPrompt('One'), await desk.newPrompt('Other')]
    await Promise.all(prompts.map(({ id }) => desk.deploy(id)))
    const spoken = (await Promise.all(prompts.map(({ id }) => desk.speaking(id)))).flat()
    expect(spoken).toHaveLength(1)
  })

  test('of two people at once goes to one, and the other is told', async () => {
    const id = await threeVersions()
    await desk.deploy(id, 1, 0)
    const ends = await Promise.allSettled([desk.deploy(id, 2, 1), desk.deploy(id, 3, 1)])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find((end) => end.status === 'rejected')!.reason).toMatchObject({ code: 'PT409' })
    expect(await desk.speaking(id)).toHaveLength(1)
  })

  test('leaves out lessons that were archived, from the next one on', async () => {
    const conversation = await conversationOf()
    const lesson = await desk.lesson('Never shout')
    const { id } = await desk.newPrompt('Kind', { lesson_ids: [lesson] })
    await desk.deploy(id)
    expect(await told(conversation)).toContain('Never shout')
    await desk.backend.sql`update lessons set status = 'archived' where id = ${lesson}`
    await desk.deploy(id)
    expect(await told(conversation)).toBe('# Tone\nKind')
  })

  test.each(['teacher', 'rep'] as const)('is not for a %s', async (name) => {
    const { id } = await desk.newPrompt('Kind')
    expect(await desk.refusal(desk[name], 'deploy_prompt', { p_prompt_id: id })).toBe('42501')
    expect(await desk.refusal(desk[name], 'roll_back_prompt', { p_prompt_id: id })).toBe('42501')
    await desk.deploy(id)
    expect(await desk.refusal(desk[name], 'archive_prompt', { p_prompt_id: id })).toBe('42501')
    expect(await desk.refusal(desk.stranger, 'deploy_prompt', { p_prompt_id: id })).toBe('PT404')
    expect(await desk.call(desk.stranger, 'get_prompt_deployments', { p_prompt_id: id })).toEqual([])
  })

  test('is not of a version that there is not', async () => {
    const { id } = await desk.newPrompt('Kind')
    await expect(desk.deploy(id, 2)).rejects.toMatchObject({ code: 'PT404' })
    expect(await desk.speaking(id)).toEqual([])
  })
})

describe('a roll-back', () => {
  test('goes back a version each time, and not to what it came from', async () => {
    const id = await threeVersions()
    for (const version of [1, 2, 3]) await desk.deploy(id, version)
    expect(await desk.rollBack(id, 3)).toMatchObject({ version_number: 2, compiled: '# Tone\nSecond' })
    expect(await desk.rollBack(id, 2)).toMatchObject({ version_number: 1, compiled: '# Tone\nFirst' })
    await expect(desk.rollBack(id)).rejects.toMatchObject({ code: '22023' })
    expect(await desk.speaking(id)).toEqual([1])
    await desk.deploy(id, 3)
    expect(await desk.rollBack(id)).toMatchObject({ version_number: 1 })
  })

  test('that two people ask for at once is done once', async () => {
    const id = await threeVersions()
    for (const version of [1, 2, 3]) await desk.deploy(id, version)
    const ends = await Promise.allSettled([desk.rollBack(id, 3), desk.rollBack(id, 3)])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await desk.speaking(id)).toEqual([2])
  })

  test('with nothing before it is refused', async () => {
    const { id } = await desk.newPrompt('Kind')
    await expect(desk.rollBack(id)).rejects.toMatchObject({ code: '22023' })
    await desk.deploy(id)
    await desk.deploy(id)
    await expect(desk.rollBack(id)).rejects.toMatchObject({ code: '22023' })
  })
})

describe('how a version does', () => {
  /** Conversations that the AI answered, with a mood and perhaps a booking. */
  async function answered(moods: readonly string[], bookings: number): Promise<void> {
    const { sql } = desk.backend
    for (const [n, mood] of moods.entries()) {
      const { lead, conversation, message } = await desk.exchange('Hello', 'Hi')
      await sql`select app.note_agent_reply(${conversation}, ${message}, '[]')`
      await sql`update conversations set sentiment = ${mood} where id = ${conversation}`
      if (n < bookings) {
        await sql`
          insert into bookings (organization_id, lead_id, starts_at, status)
          values (${desk.organization.id}, ${lead}, now(), 'confirmed')`
      }
    }
  }

  test('is measured before and after it is deployed, and compared', async () => {
    const id = await threeVersions()
    await desk.deploy(id, 1)
    await answered(['positive', 'negative', 'neutral', 'hot'], 1)
    await desk.deploy(id, 2)
    await answered(['positive', 'positive'], 1)
    await desk.backend.sql`select app.measure_prompts(1000, now())`
    const [first, second] = await desk.versions(id)
    const before = { conversations: 4, booking_rate: 0.25, avg_sentiment_score: 0.25 }
    const after = { conversations: 2, booking_rate: 0.5, avg_sentiment_score: 1 }
    expect(first).toMatchObject({ performance_after: before })
    expect(second).toMatchObject({ performance_before: before, performance_after: after })
    expect(await desk.row('prompts', id)).toMatchObject({
      conversations_count: 2,
      booking_rate: '0.5000',
      avg_sentiment_score: '1.00',
      performance_vs_previous: '0.2500',
    })
    await desk.rollBack(id)
    expect(await desk.call(desk.rep, 'get_prompt_deployments', { p_prompt_id: id })).toMatchObject([
      { version_number: 1, is_rollback: true, retired_at: null, conversations: 0 },
      { version_number: 2, is_rollback: false, ...after },
      { version_number: 1, is_rollback: false, ...before },
    ])
  })

  test('is written down only when it changes', async () => {
    const { id } = await desk.newPrompt('Kind')
    await desk.deploy(id)
    await answered(['positive'], 0)
    await desk.backend.sql`select app.measure_prompts(1000, now())`
    const stamp = async () => (await desk.row('prompts', id))['sync_xid']
    const before = await stamp()
    await desk.backend.sql`select app.measure_prompts(1000, now())`
    expect(await stamp()).toBe(before)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TeachingDesk } from './teaching-desk.ts'

let desk: TeachingDesk
beforeAll(async () => {
  desk = await TeachingDesk.open()
})
afterAll(() => desk.close())
beforeEach(() => desk.backend.sql`truncate lessons, prompts cascade`)

interface Taught {
  lesson_id: string
  prompt_id: string | null
  version_number: number | null
  deployed: boolean
  already: boolean
}

const lessons = () => desk.backend.sql`select * from lessons order by created_at, id`

/** A prompt that speaks to everybody. */
async function spokenPrompt(): Promise<string> {
  const { id } = await desk.newPrompt('Kind')
  await desk.deploy(id)
  return id
}

describe('an insight', () => {
  const teach = (p_insight_id: string, more: object = {}) =>
    desk.call<Taught>(desk.owner, 'teach_insight', { p_insight_id, ...more })

  test('that a person explains becomes a lesson and a version, which speaks at once if they say so', async () => {
    const prompt = await spokenPrompt()
    const { conversation } = await desk.exchange('What is it?', 'It is cheap')
    const insight = await desk.insight(conversation, { category: 'objection' })
    const taught = await teach(insight, { p_feedback: 'Cheap sounds poor', p_deploy: true })
    expect(taught).toMatchObject({ prompt_id: prompt, version_number: 2, deployed: true, already: false })
    expect(await lessons()).toMatchObject([
      {
        id: taught.lesson_id,
        lesson_type: 'objection_handling',
        title: 'Says cheap',
        correct_response: 'It is good value',
        incorrect_response: 'It is cheap',
        reasoning: 'Cheap sounds poor',
        source: 'user_taught',
        created_by: desk.owner.id,
      },
    ])
    expect(await desk.row('insights', insight)).toMatchObject({
      status: 'taught',
      related_lesson_id: taught.lesson_id,
      reviewed_by: desk.owner.id,
      user_feedback: 'Cheap sounds poor',
    })
    expect((await desk.row('prompts', prompt))['compiled']).toContain('Say: It is good value Do not say: It is cheap')
  })

  test('that is taught twice, even at once, is one lesson and one version', async () => {
    const prompt = await spokenPrompt()
    const { conversation } = await desk.exchange('What is it?', 'It is cheap')
    const insight = await desk.insight(conversation)
    const answers = await Promise.all([teach(insight), teach(insight)])
    expect(answers.filter(({ already }) => already)).toHaveLength(1)
    expect(new Set(answers.map(({ lesson_id }) => lesson_id)).size).toBe(1)
    expect(await lessons()).toHaveLength(1)
    expect(await desk.versions(prompt)).toHaveLength(2)
  })

  test('that is approved, from whichever desktop and however often, teaches once', async () => {
    const prompt = await spokenPrompt()
    const { conversation } = await desk.exchange('What is it?', 'It is cheap')
    const insight = await desk.insight(conversation)
    const review = (status: string) => desk.backend.sql`update insights set status = ${status} where id = ${insight}`
    await review('approved')
    await review('viewed')
    await review('approved')
    const [lesson, ...others] = await lessons()
    expect(others).toEqual([])
    expect(lesson).toMatchObject({ source: 'ai_suggestion', correct_response: 'It is good value' })
    expect((await desk.versions(prompt)).at(-1)).toMatchObject({ lesson_applied_id: lesson!['id'], version_number: 2 })
    expect(await desk.speaking(prompt)).toEqual([1])
    expect(await teach(insight)).toMatchObject({ already: true, lesson_id: lesson!['id'] })
  })

  test('that refers to a lesson brings this one back', async () => {
    const old = await desk.lesson('Never say cheap', { status: 'archived' })
    const { conversation } = await desk.exchange('What is it?', 'It is cheap')
    const insight = await desk.insight(conversation, { related_lesson_id: old })
    await desk.backend.sql`update insights set status = 'approved' where id = ${insight}`
    expect(await lessons()).toMatchObject([{ id: old, status: 'active' }])
  })

  test('is taught without a prompt where none speaks, and not when it was dismissed', async () => {
    const { conversation } = await desk.exchange('What is it?', 'It is cheap')
    expect(await teach(await desk.insight(conversation))).toMatchObject({ prompt_id: null, deployed: false })
    const dismissed = await desk.insight(conversation, { status: 'dismissed' })
    expect(await desk.refusal(desk.owner, 'teach_insight', { p_insight_id: dismissed })).toBe('PT409')
  })

  test('is not taught by who may not, nor deployed by who may only teach', async () => {
    await spokenPrompt()
    const { conversation } = await desk.exchange('What is it?', 'It is cheap')
    const p_insight_id = await desk.insight(conversation)
    expect(await desk.refusal(desk.rep, 'teach_insight', { p_insight_id })).toBe('42501')
    expect(await desk.refusal(desk.stranger, 'teach_insight', { p_insight_id })).toBe('PT404')
    expect(await desk.refusal(desk.teacher, 'teach_insight', { p_insight_id, p_deploy: true })).toBe('42501')
    expect(await desk.refusal(desk.owner, 'teach_insight', { p_insight_id, p_lesson: { status: 'active' } })).toBe(
      '22023',
    )
    expect(await lessons()).toEqual([])
    expect(await desk.row('insights', p_insight_id)).toMatchObject({ status: 'pending', applied_at: null })
  })
})

describe('a correction', () => {
  const correct = (p_message_id: string, p_better: string, more: object = {}) =>
    desk.call<Taught>(desk.teacher, 'correct_message', { p_message_id, p_better, ...more })

  test('marks the message and is a lesson with what led to it; said anew it changes the lesson', async () => {
    const prompt = await spokenPrompt()
    const { message } = await desk.exchange('What does it cost?', 'It is cheap')
    const first = await correct(message, 'It costs 900', { p_why: 'A price was asked for' })
    expect(first).toMatchObject({ prompt_id: prompt, version_number: 2 })
    expect(await desk.row('messages', message)).toMatchObject({
      ai_feedback: 'It costs 900',
      ai_feedback_status: 'improved',
    })
    expect(await lessons()).toMatchObject([
      {
        title: 'Instead of: It is cheap',
        trigger: 'What does it cost?',
        correct_response: 'It costs 900',
        incorrect_response: 'It is cheap',
        reasoning: 'A price was asked for',
      },
    ])
    const again = await correct(message, 'It costs 950')
    expect(again.lesson_id).toBe(first.lesson_id)
    expect(await lessons()).toMatchObject([{ correct_response: 'It costs 950', reasoning: 'A price was asked for' }])
    await desk.deploy(prompt)
    expect((await desk.row('prompts', prompt))['compiled']).toContain('Say: It costs 950')
  })

  test('of two people at once is one lesson', async () => {
    const { message } = await desk.exchange('What does it cost?', 'It is cheap')
    await Promise.all([correct(message, 'One'), correct(message, 'Other')])
    expect(await lessons()).toHaveLength(1)
  })

  test('is for what the AI wrote, by those who may teach', async () => {
    const { sql } = desk.backend
    const { conversation, message: p_message_id } = await desk.exchange('What does it cost?', 'It is cheap')
    const [heard] = await sql<{ id: string }[]>`
      select id from messages where conversation_id = ${conversation} and direction = 'inbound'`
    expect(await desk.refusal(desk.teacher, 'correct_message', { p_message_id: heard!.id, p_better: 'x' })).toBe(
      '22023',
    )
    expect(await desk.refusal(desk.teacher, 'correct_message', { p_message_id, p_better: '  ' })).toBe('22023')
    expect(await desk.refusal(desk.rep, 'correct_message', { p_message_id, p_better: 'x' })).toBe('42501')
    expect(await desk.refusal(desk.stranger, 'correct_message', { p_message_id, p_better: 'x' })).toBe('PT404')
    expect(await lessons()).toEqual([])
  })
})

describe('the library', () => {
  const search = (input: object, by = desk.rep) =>
    desk.call<{ title: string; prompts: number }[]>(by, 'search_lessons', input)
  const titles = async (input: object) => (await search(input)).map(({ title }) => title)

  test('finds lessons by words, by the beginning of the last, by type, tag and status', async () => {
    await desk.lesson('Never promise discounts', { tags: ['pricing'], priority: 1 })
    await desk.lesson('Price talk', { description: 'Discounts only in autumn', lesson_type: 'dos_donts', priority: 5 })
    await desk.lesson('Be brief', { status: 'archived', priority: 9 })
    expect((await titles({ p_words: 'disc' })).toSorted()).toEqual(['Never promise discounts', 'Price talk'])
    expect(await titles({ p_words: 'autumn discounts' })).toEqual(['Price talk'])
    expect(await titles({ p_words: 'discounts', p_type: 'never_rule' })).toEqual(['Never promise discounts'])
    expect(await titles({ p_tag: 'pricing' })).toEqual(['Never promise discounts'])
    expect(await titles({ p_status: 'archived' })).toEqual(['Be brief'])
    expect(await titles({})).toEqual(['Be brief', 'Price talk', 'Never promise discounts'])
    expect(await titles({ p_limit: 1 })).toEqual(['Be brief'])
    expect(await search({}, desk.stranger)).toEqual([])
  })

  test.each(["' or 1 = 1 --", ':* & !', '"open', '\\', 'a | b', '((('])('takes %j for words', async (p_words) => {
    await expect(search({ p_words })).resolves.toEqual([])
  })

  test('says how many prompts have a lesson, how often it was applied, and how that went', async () => {
    const lesson = await desk.lesson('Be brief')
    const { id } = await desk.newPrompt('Kind', { lesson_ids: [lesson] })
    await desk.deploy(id)
    const { sql } = desk.backend
    for (const answers of [true, false, true]) {
      const { conversation, message } = await desk.exchange('Hello', 'Hi')
      if (answers) {
        await sql`
          insert into messages (conversation_id, direction, sender_type, body, created_at)
          select ${conversation}, 'inbound', 'customer', 'Thanks', created_at + interval '1 hour'
          from messages where id = ${message}`
      }
      const lesson_ids = sql.json([lesson, 'no lesson', '00000000-0000-4000-8000-000000000000'])
      await sql`select app.note_agent_reply(${conversation}, ${message}, ${lesson_ids})`
    }
    await sql`select app.measure_lessons(1000, now())`
    expect(await search({ p_words: 'brief' })).toMatchObject([{ prompts: 1, times_applied: 3, success_rate: 0.67 }])
  })
})

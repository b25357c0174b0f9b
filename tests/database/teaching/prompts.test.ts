import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TeachingDesk } from './teaching-desk.ts'

let desk: TeachingDesk
beforeAll(async () => {
  desk = await TeachingDesk.open()
})
afterAll(() => desk.close())

describe('a prompt', () => {
  test('is compiled of its sections in their order, then of its lessons by kind and weight', async () => {
    const [minor, major, word] = [
      await desk.lesson('Never promise a date', { priority: 1 }),
      await desk.lesson('Never name a rival', { priority: 9, reasoning: 'It\nlooks poor' }),
      await desk.lesson('cheap', { lesson_type: 'blacklist_word' }),
    ]
    const { id } = await desk.save({
      name: 'Sales',
      sections: {
        zeal: { content: 'Be keen.' },
        tone: { content: ' Be kind. ' },
        goal: { content: 'Book a call.' },
        empty: { content: '  ' },
      },
      lesson_ids: [minor, word, major],
    })
    expect(await desk.compiled(id)).toBe(
      [
        '# Goal\nBook a call.',
        '# Tone\nBe kind.',
        '# Zeal\nBe keen.',
        '# Lessons\n## Never\n- Never name a rival. Why: It looks poor\n- Never promise a date.\n' +
          '## Words that are not used\n- cheap.',
      ].join('\n\n'),
    )
    expect((await desk.row('prompts', id))['lessons_count']).toBe(3)
  })

  test('from a template takes its text, the wizard’s answers over the template’s own, and says what is missing', async () => {
    const { sql } = desk.backend
    const [template] = await sql<{ id: string }[]>`
      insert into prompt_templates ${sql({
        organization_id: desk.organization.id,
        name: 'Reactivation',
        description: 'Old leads',
        category: 'general',
        sections: sql.json({ goal: { content: 'Sell {{product}} of {{ company }} in {{city}}.', source: 'wizard' } }),
        default_wizard_answers: sql.json({ product: 'roofs', company: 'Acme' }),
      })} returning id`
    const made = await desk.save({
      name: 'Old leads',
      template_id: template!.id,
      wizard_answers: { product: 'solar {{city}}' },
    })
    expect(made.unfilled).toEqual(['city'])
    expect(await desk.compiled(made.id)).toBe('# Goal\nSell solar {{city}} of Acme in {{city}}.')
    expect(await desk.row('prompts', made.id)).toMatchObject({ created_from: 'template', template_id: template!.id })
    expect((await desk.row('prompt_templates', template!.id))['times_used']).toBe(1)
    await expect(desk.deploy(made.id)).rejects.toMatchObject({ code: '22023' })
    const next = await desk.save({ id: made.id, wizard_answers: { city: 'Leeds' } }, made.version_number)
    expect(next).toMatchObject({ version_number: 2, version: '1.1', unfilled: [] })
    expect(await desk.compiled(made.id)).toBe('# Goal\nSell solar Leeds of Acme in Leeds.')
  })

  test('that is copied has the sections and lessons of the other', async () => {
    const lesson = await desk.lesson('Be brief')
    const first = await desk.newPrompt('Kind', { lesson_ids: [lesson] })
    const copy = await desk.save({ name: 'Copy', copied_from_id: first.id, sections: { goal: { content: 'Sell' } } })
    expect(await desk.compiled(copy.id)).toBe('# Goal\nSell\n\n# Tone\nKind\n\n# Lessons\n## Never\n- Be brief.')
    expect(await desk.row('prompts', copy.id)).toMatchObject({ created_from: 'copied', copied_from_id: first.id })
  })

  test('keeps every version, and any two can be compared', async () => {
    const [one, other] = [await desk.lesson('One'), await desk.lesson('Other')]
    const { id } = await desk.newPrompt('Kind', { lesson_ids: [one] })
    await desk.save({ id, sections: { tone: { content: 'Firm' } }, change_reason: 'Too soft' }, 1)
    await desk.save({ id, sections: { goal: { content: 'Sell' } }, lesson_ids: [other] }, 2)
    expect(await desk.versions(id)).toMatchObject([
      { version_number: 1, version: '1.0', changes: { type: 'created', sections_changed: ['tone'] } },
      {
        version: '1.1',
        changes_summary: 'Too soft',
        created_by: desk.owner.id,
        changes: { type: 'edited', before: { tone: 'Kind' }, after: { tone: 'Firm' } },
      },
      { version: '1.2', changes: { type: 'edited', sections_changed: ['goal'], before: { goal: null } } },
    ])
    const diff = (p_from: number, p_to: number) => desk.call(desk.rep, 'diff_prompt', { p_prompt_id: id, p_from, p_to })
    expect(await diff(1, 3)).toEqual({
      sections: { goal: { before: null, after: 'Sell' }, tone: { before: 'Kind', after: 'Firm' } },
      lessons_added: [{ id: other, title: 'Other' }],
      lessons_removed: [{ id: one, title: 'One' }],
    })
    expect(await diff(2, 2)).toEqual({ sections: {}, lessons_added: [], lessons_removed: [] })
    expect(await desk.compiled(id, 1)).toContain('Kind')
    expect((await desk.row('prompts', id))['manual_edits_count']).toBe(2)
  })

  test('is not changed over a colleague’s change', async () => {
    const { id } = await desk.newPrompt('Kind')
    const edits = ['Firm', 'Funny'].map((content) => desk.save({ id, sections: { tone: { content } } }, 1))
    const ends = await Promise.allSettled(edits)
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find((end) => end.status === 'rejected')!.reason).toMatchObject({ code: 'PT409' })
    expect(await desk.versions(id)).toHaveLength(2)
  })

  test('takes a lesson once', async () => {
    const lesson = await desk.lesson('Be honest')
    const { id } = await desk.newPrompt('Kind')
    const apply = () => desk.call(desk.teacher, 'apply_lesson', { p_prompt_id: id, p_lesson_id: lesson })
    expect(await apply()).toMatchObject({ version_number: 2 })
    expect(await apply()).toMatchObject({ version_number: 2 })
    expect((await desk.versions(id)).at(-1)).toMatchObject({
      lesson_applied_id: lesson,
      changes: { type: 'lesson_applied', lesson_id: lesson, lesson_title: 'Be honest' },
    })
  })
})

describe('nothing is written', () => {
  const sections = { tone: { content: 'Kind' } }

  test.each([
    ['a list for a prompt', []],
    ['a section that is a text', { name: 'Sales', sections: { tone: 'Kind' } }],
    ['a section with more than it has', { name: 'Sales', sections: { tone: { content: 'x', role: 'system' } } }],
    ['a section of a strange name', { name: 'Sales', sections: { 'Tone!': { content: 'x' } } }],
    ['a section that is too long', { name: 'Sales', sections: { tone: { content: 'x'.repeat(20_001) } } }],
    ['a lesson that is not there', { name: 'Sales', sections, lesson_ids: ['00000000-0000-4000-8000-000000000000'] }],
    ['lessons that are no list', { name: 'Sales', sections, lesson_ids: 'all' }],
    ['a template that is not there', { name: 'Sales', template_id: '00000000-0000-4000-8000-000000000000' }],
  ])('for %s', async (_, prompt) => {
    expect(await desk.refusal(desk.owner, 'save_prompt', { p_prompt: prompt })).toBe('22023')
  })

  test('by who may not teach, nor in another organisation', async () => {
    const { id } = await desk.newPrompt('Kind')
    const lesson = await desk.lesson('Mine')
    expect(await desk.refusal(desk.rep, 'save_prompt', { p_prompt: { name: 'Sales', sections } })).toBe('42501')
    expect(await desk.refusal(desk.rep, 'apply_lesson', { p_prompt_id: id, p_lesson_id: lesson })).toBe('42501')
    expect(await desk.refusal(desk.stranger, 'save_prompt', { p_prompt: { id, sections } })).toBe('PT404')
    expect(await desk.refusal(desk.stranger, 'save_prompt', { p_prompt: { name: 'x', copied_from_id: id } })).toBe(
      '22023',
    )
    expect(await desk.refusal(desk.stranger, 'save_prompt', { p_prompt: { name: 'x', lesson_ids: [lesson] } })).toBe(
      '22023',
    )
    expect(await desk.refusal(desk.stranger, 'compile_prompt', { p_prompt_id: id })).toBe('PT404')
    expect(await desk.refusal(desk.stranger, 'diff_prompt', { p_prompt_id: id, p_from: 1, p_to: 1 })).toBe('PT404')
    const { channelId } = desk.organization
    const prompt = { name: 'x', sections, channel_id: channelId, agent_id: 'main_sales_agent' }
    expect(await desk.refusal(desk.stranger, 'save_prompt', { p_prompt: prompt })).toBe('23503')
  })
})

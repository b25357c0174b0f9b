import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TeachingDesk } from './teaching-desk.ts'

let desk: TeachingDesk
let p_channel_id: string
beforeAll(async () => {
  desk = await TeachingDesk.open()
  p_channel_id = desk.organization.channelId
})
afterAll(() => desk.close())

describe('the settings of a channel', () => {
  test('are made where there are none, and what is not named stays', async () => {
    await desk.backend.sql`delete from channel_configurations where channel_id = ${p_channel_id}`
    const save = (p_settings: object) =>
      desk.call(desk.owner, 'save_channel_configuration', { p_channel_id, p_settings })
    expect(await save({ ai_temperature: 1.5 })).toMatchObject({ ai_temperature: 1.5, is_bot_active: true })
    expect(await save({ is_bot_active: false })).toMatchObject({ ai_temperature: 1.5, is_bot_active: false })
  })

  test.each([
    [{ ai_temperature: 3 }, '23514'],
    [{ ai_temperature: 'warm' }, '22P02'],
    [{ organization_id: '00000000-0000-4000-8000-000000000000' }, '22023'],
    [[], '22023'],
    [{ ai_response_delay_seconds: -1 }, '23514'],
  ])('are not %j', async (p_settings, code) => {
    expect(await desk.refusal(desk.owner, 'save_channel_configuration', { p_channel_id, p_settings })).toBe(code)
  })

  test('are for owners and admins, of their own channels', async () => {
    const input = { p_channel_id, p_settings: {} }
    expect(await desk.refusal(desk.teacher, 'save_channel_configuration', input)).toBe('42501')
    expect(await desk.refusal(desk.stranger, 'save_channel_configuration', input)).toBe('PT404')
  })
})

describe('a collection', () => {
  const collection = { p_collection_id: 'faq', p_name: 'Questions', p_items: ['Open at nine'] }

  test('is for managers, on their own channels', async () => {
    const input = { ...collection, p_channel_id }
    const p_id = await desk.call<string>(desk.teacher, 'save_content_collection', input)
    expect(await desk.refusal(desk.rep, 'save_content_collection', input)).toBe('42501')
    expect(await desk.refusal(desk.stranger, 'save_content_collection', input)).toBe('PT404')
    expect(await desk.row('content_collections', p_id)).toMatchObject({ items: ['Open at nine'] })
  })

  test.each([
    [{ p_collection_id: 'No Spaces' }, '22023'],
    [{ p_collection_id: null }, '22023'],
    [{ p_items: null }, '22023'],
    [{ p_items: [''] }, '22023'],
    [{ p_items: [null] }, '22023'],
    [{ p_items: ['x'.repeat(5001)] }, '22023'],
    [{ p_items: Array<string>(501).fill('x') }, '22023'],
    [{ p_name: ' ' }, '23514'],
  ])('has no %j', async (input, code) => {
    expect(await desk.refusal(desk.owner, 'save_content_collection', { p_channel_id, ...collection, ...input })).toBe(
      code,
    )
  })
})

import { expect, it } from 'vitest'
import { layOutThread } from './layout.ts'
import type { TimelineItem, TimelineMessage } from '#shared/contract/read-models.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2025, 10, day, hour, minute).getTime()

const message = (id: string, time: number, change: Partial<TimelineMessage> = {}): TimelineMessage => ({
  kind: 'message',
  id,
  conversation_id: 'c',
  platform: 'sms',
  at: time,
  direction: 'inbound',
  sender_type: 'customer',
  sender_id: null,
  content_type: 'text',
  subject: null,
  body: id,
  status: 'received',
  error: null,
  failed_at: null,
  scheduled_for: null,
  save_state: 'saved',
  call: null,
  attachments: [],
  ...change,
})

const note = (id: string, time: number): TimelineItem => ({
  kind: 'note',
  id,
  at: time,
  title: null,
  body: id,
  type: 'general',
  is_pinned: false,
  tags: [],
  author_id: null,
  save_state: 'saved',
})

/** Entries as short words: `day`, `a<` first of its run, `a>` last, `a<>` alone, `a` in the middle. */
const words = (items: TimelineItem[]) =>
  layOutThread(items).map((entry) =>
    entry.kind === 'message'
      ? `${entry.key}${entry.firstOfRun ? '<' : ''}${entry.lastOfRun ? '>' : ''}`
      : entry.kind === 'note'
        ? entry.key
        : 'day',
  )

it('separates days, also between two messages a minute apart around midnight', () => {
  expect(words([message('a', at(18, 23, 59)), message('b', at(19, 0, 0))])).toEqual(['day', 'a<>', 'day', 'b<>'])
})

it('groups what one sender wrote within minutes', () => {
  const items = [message('a', at(19, 9, 0)), message('b', at(19, 9, 1)), message('c', at(19, 9, 3))]
  expect(words(items)).toEqual(['day', 'a<', 'b', 'c>'])
})

it('starts a new run for another sender, after a pause, a note, a call and a new subject', () => {
  const agent = { direction: 'outbound', sender_type: 'agent', sender_id: 'u1' } as const
  const items = [
    message('a', at(19, 9, 0)),
    message('b', at(19, 9, 1), agent),
    message('c', at(19, 9, 2), { ...agent, sender_id: 'u2' }),
    note('n', at(19, 9, 3)),
    message('d', at(19, 9, 3), { ...agent, sender_id: 'u2' }),
    message('e', at(19, 9, 20), { ...agent, sender_id: 'u2' }),
    message('f', at(19, 9, 21), { ...agent, sender_id: 'u2', subject: 'Offer' }),
  ]
  expect(words(items)).toEqual(['day', 'a<>', 'b<>', 'c<>', 'n', 'd<>', 'e<>', 'f<>'])
})

it('gives every entry a key of its own', () => {
  const keys = layOutThread([message('a', at(17, 9)), note('b', at(18, 9)), message('c', at(19, 9))]).map(
    ({ key }) => key,
  )
  expect(new Set(keys).size).toBe(keys.length)
})

it('puts a move between stages and a gap where they belong, and ends a run where the channel changes', () => {
  const move = { id: 'move', at: at(3, 9, 2), from: null, to: 'Won', by: null, is_automatic: true, reason: null }
  const entries = layOutThread(
    [
      message('a', at(3, 9)),
      message('b', at(3, 9, 3)),
      message('c', at(3, 9, 4), { conversation_id: 'mail', platform: 'email' }),
    ],
    { stageChanges: [move, { ...move, id: 'last', at: at(4, 9) }], gapAt: at(3, 9, 1) },
  )
  expect(entries.map(({ kind, key }) => (kind === 'day' ? 'day' : key))).toEqual([
    'day',
    'a',
    'move',
    'gap',
    'b',
    'c',
    'day',
    'last',
  ])
  expect(entries.find(({ key }) => key === 'b')).toMatchObject({ lastOfRun: true })
})

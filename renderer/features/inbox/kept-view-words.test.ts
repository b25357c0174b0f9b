import { expect, it } from 'vitest'
import { isSameView, keptWords } from './kept-view-words.ts'

const KEPT = {
  id: 1,
  split: 'hot',
  filter: {},
  state: 'kept',
  done: 2,
  total: 2,
  messages: 1200,
  files: 0,
  files_left: 0,
  bytes: 1_500_000,
} as const

it('says how far it is and how much is here', () => {
  expect(keptWords(KEPT)).toBe('Complete on this device: 1,200 messages, about 1.5 MB')
  expect(keptWords({ ...KEPT, files: 1, files_left: 2 })).toBe(
    'Complete on this device: 1,200 messages, 1 file, about 1.5 MB. 2 files are not kept',
  )
  expect(keptWords({ ...KEPT, state: 'fetching', done: 1 })).toBe(
    'Fetching: 1 of 2 conversations, 1,200 messages, about 1.5 MB',
  )
  expect(keptWords({ ...KEPT, state: 'waiting', done: 1 })).toBe(
    'Paused while you are offline or your changes are sent: 1 of 2 conversations so far',
  )
})

it('takes views for the same whatever the order of their tags', () => {
  const view = { split: 'mine', filter: { tags: ['vip', 'new'] } } as const
  expect(isSameView({ ...view, filter: { tags: ['new', 'vip'] } }, { ...view, filter: { tags: ['vip', 'new'] } })).toBe(
    true,
  )
  expect(isSameView({ split: 'mine', filter: {} }, { split: 'hot', filter: {} })).toBe(false)
  expect(isSameView({ split: 'mine', filter: {} }, { split: 'mine', filter: { tags: ['vip'] } })).toBe(false)
})

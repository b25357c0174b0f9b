import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createInboxSlice, followCursor, neighbour, type InboxSlice } from './inbox-slice.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

const rowsOf = (...ids: string[]) => ids.map((id) => ({ id }) as InboxRow)

function setUp(...ids: string[]) {
  const store = createStore<InboxSlice>()(createInboxSlice)
  store.getState().setRows(rowsOf(...ids))
  return store
}

it('stops at both ends of the list', () => {
  expect(neighbour(rowsOf('a', 'b'), 'b', 1)).toBe('b')
  expect(neighbour(rowsOf('a', 'b'), 'a', -1)).toBe('a')
  expect(neighbour([], 'a', 1)).toBeNull()
})

it('starts at the first row when there is no cursor', () => {
  expect(neighbour(rowsOf('a', 'b'), null, 1)).toBe('a')
})

it('puts the cursor on the row that took the place of the one that left', () => {
  expect(followCursor(rowsOf('a', 'b', 'c'), rowsOf('a', 'c'), 'b')).toBe('c')
  expect(followCursor(rowsOf('a', 'b'), rowsOf('a'), 'b')).toBe('a')
  expect(followCursor(rowsOf('a', 'b'), rowsOf('b', 'a'), 'b')).toBe('b')
})

it('opens the next conversation when the open one is done', () => {
  const store = setUp('a', 'b', 'c')
  store.getState().openConversation('b')
  store.getState().advanceFrom('b')
  expect(store.getState().openId).toBe('c')
})

it('opens the one before when the last of the list is done, and nothing when it was the only one', () => {
  const store = setUp('a', 'b')
  store.getState().openConversation('b')
  store.getState().advanceFrom('b')
  expect(store.getState().openId).toBe('a')
  store.getState().setRows(rowsOf('a'))
  store.getState().advanceFrom('a')
  expect(store.getState().openId).toBeNull()
})

it('keeps what is open when another conversation is done from the list', () => {
  const store = setUp('a', 'b', 'c')
  store.getState().openConversation('a')
  store.getState().setCursor('b')
  store.getState().advanceFrom('b')
  expect(store.getState()).toMatchObject({ openId: 'a', cursorId: 'c' })
})

it('cycles through the splits in both directions', () => {
  const store = setUp()
  store.getState().turnSplit(-1)
  expect(store.getState().split).toBe('snoozed')
  store.getState().turnSplit(1)
  expect(store.getState().split).toBe('all')
})

it('returns the cursor to the conversation that was closed', () => {
  const store = setUp('a', 'b')
  store.getState().openConversation('b')
  store.getState().closeConversation()
  expect(store.getState()).toMatchObject({ openId: null, cursorId: 'b' })
})

it('opens a conversation at a message, each time anew, and at its end when it is opened by itself', () => {
  const store = setUp('a', 'b')
  store.getState().openMessage('b', 'm')
  expect(store.getState()).toMatchObject({ openId: 'b', cursorId: 'b', target: { messageId: 'm' } })
  const { turn } = store.getState().target!
  store.getState().openMessage('b', 'm')
  expect(store.getState().target!.turn).toBeGreaterThan(turn)
  store.getState().openConversation('b')
  expect(store.getState().target).toBeNull()
})

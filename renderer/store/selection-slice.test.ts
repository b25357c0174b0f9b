import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createInboxSlice, type InboxSlice } from './inbox-slice.ts'
import { createSelectionSlice, hasSelection, type SelectionSlice } from './selection-slice.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

const rowsOf = (...ids: string[]) => ids.map((id) => ({ id }) as InboxRow)

function setUp(...ids: string[]) {
  const { getState } = createStore<InboxSlice & SelectionSlice>()((set, get, store) => ({
    ...createInboxSlice(set, get, store),
    ...createSelectionSlice(set, get, store),
  }))
  getState().setRows(rowsOf(...ids))
  return { get: getState, selected: () => [...getState().selection.ids].join('') }
}

it('selects a row, and takes it out again', () => {
  const { get, selected } = setUp('a', 'b')
  get().toggleSelected('b')
  expect(selected()).toBe('b')
  expect(hasSelection(get())).toBe(true)
  get().toggleSelected('b')
  expect(hasSelection(get())).toBe(false)
})

it('grows with the cursor from where it stands, and shrinks when that goes back', () => {
  const { get, selected } = setUp('a', 'b', 'c', 'd')
  get().setCursor('b')
  get().extendSelected(1)
  get().extendSelected(1)
  expect([selected(), get().cursorId]).toEqual(['bcd', 'd'])
  get().extendSelected(-1)
  expect([selected(), get().cursorId]).toEqual(['bc', 'c'])
  get().extendSelected(-1)
  get().extendSelected(-1)
  expect(selected()).toBe('ab')
})

it('keeps what was selected before when it grows from another place', () => {
  const { get, selected } = setUp('a', 'b', 'c', 'd')
  get().toggleSelected('a')
  get().setCursor('c')
  get().extendSelected(1)
  expect(selected()).toBe('acd')
})

it('selects a stretch up to a row that is clicked', () => {
  const { get, selected } = setUp('a', 'b', 'c', 'd')
  get().setCursor('c')
  get().extendSelectedTo('a')
  expect(selected()).toBe('abc')
})

it('takes one out of all that match, leaving the loaded others', () => {
  const { get, selected } = setUp('a', 'b', 'c')
  get().selectAll()
  expect(get().selection.all).toBe(true)
  get().toggleSelected('b')
  expect(get().selection.all).toBe(false)
  expect(selected()).toBe('ac')
})

it('forgets rows that left the list, for nobody sees them any more', () => {
  const { get, selected } = setUp('a', 'b', 'c')
  get().toggleSelected('a')
  get().toggleSelected('c')
  get().keepSelected(rowsOf('b', 'c', 'd'))
  expect(selected()).toBe('c')
  get().selectAll()
  get().keepSelected([])
  expect(get().selection.all).toBe(true)
})

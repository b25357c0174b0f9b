import { expect, test } from 'vitest'
import { placeSchema } from '#shared/contract/areas/place.ts'
import { createAppStore } from '../store/app-store.ts'
import { placeOf, restorePlace } from './place-of.ts'

const store = () => createAppStore({ getItem: () => null, setItem: () => {} })
const [conversation, message, lead] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
]

test('a place is the same again in a new window, from screen to note, and passes as the contract has it', () => {
  const before = store()
  const { showSplit, openConversation, setMidway, showNoteSheet, setPreference, setSearchText } = before.getState()
  showSplit('mine')
  openConversation(conversation)
  setMidway(message)
  showNoteSheet({ what: 'new', lead: { id: lead, label: 'Maya' } })
  setPreference({ leadPanelOpen: false })
  setSearchText('red')
  const place = placeSchema.parse(placeOf(before.getState()))
  expect(place).toMatchObject({ split: 'mine', open_id: conversation, around: message, lead_panel: false })

  const after = store()
  restorePlace(after, place)
  expect(placeOf(after.getState())).toEqual(place)
  expect(after.getState().target).toMatchObject({ messageId: message, isReturn: true })
})

test('at the end of a thread there is no message to come back to, nor where none is open', () => {
  const before = store()
  before.getState().openConversation(conversation)
  expect(placeOf(before.getState())).toMatchObject({ open_id: conversation, around: null })
  before.getState().setMidway(message)
  before.getState().closeConversation()
  expect(placeOf(before.getState())).toMatchObject({ open_id: null, around: null })
})

import { expect, it } from 'vitest'
import { matchOptions } from './picker-match.ts'

const OPTIONS = [
  { id: 'a', label: 'High Intent', group: 'Stage' },
  { id: 'b', label: 'Zoë Müller', group: 'Owner' },
  { id: 'c', label: 'WhatsApp (Berlin)', group: 'Channel' },
]
const found = (text: string) => matchOptions(OPTIONS, text).map(({ id }) => id)

it('finds by the beginnings of words, in any order and whatever the accents', () => {
  expect(found('')).toEqual(['a', 'b', 'c'])
  expect(found('int hi')).toEqual(['a'])
  expect(found('zoe mull')).toEqual(['b'])
  expect(found('berlin')).toEqual(['c'])
})

it('finds by the heading too, and nothing by the middle of a word', () => {
  expect(found('owner')).toEqual(['b'])
  expect(found('stage high')).toEqual(['a'])
  expect(found('ntent')).toEqual([])
})

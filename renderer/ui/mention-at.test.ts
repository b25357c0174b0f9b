import { expect, it } from 'vitest'
import { matchingColleagues, mentionAt } from './mention-at.ts'

const person = (name: string, email = `${name.split(' ')[0]!.toLowerCase()}@acme.test`) => ({ id: email, name, email })

it('opens at the start of a word and goes on over the spaces in a name', () => {
  expect(mentionAt('@', 1)).toEqual({ start: 0, query: '' })
  expect(mentionAt('Ask @Ann L', 10)).toEqual({ start: 4, query: 'Ann L' })
  expect(mentionAt('(@an', 4)).toEqual({ start: 1, query: 'an' })
  expect(mentionAt('@J. O’N', 7)).toEqual({ start: 0, query: 'J. O’N' })
  expect(mentionAt('@a', 2)).toEqual({ start: 0, query: 'a' })
})

it('stays shut in addresses, in mentions that are complete, and before a space', () => {
  for (const text of ['ann@acme', '<@0192', '@Ann ', '@ ', '@Ann\nb', '@Ann?', '@Ann.', '@Ann, b', 'no']) {
    expect(mentionAt(text, text.length)).toBeNull()
  }
  expect(mentionAt('@Ann', 0)).toBeNull()
})

it('finds by the beginnings of words of the name or the address, whatever the accents', () => {
  const people = [person('Ann Lee'), person('André Lopes'), person('Bo Xu', 'sales.bo@acme.test')]
  const names = (query: string) => matchingColleagues(people, query).map(({ person: { name } }) => name)
  expect(names('an l')).toEqual(['Ann Lee', 'André Lopes'])
  expect(names('andre')).toEqual(['André Lopes'])
  expect(names('sales')).toEqual(['Bo Xu'])
  expect(names('')).toHaveLength(3)
  expect(names('Ann Lee said')).toEqual([])
})

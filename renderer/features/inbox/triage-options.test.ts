import { expect, it } from 'vitest'
import { newTagOption, priorityOptions, tagOptions } from './triage-options.tsx'

it('offers the most urgent first, and marks what stands', () => {
  const options = priorityOptions('high')
  expect(options.map(({ id }) => id)).toEqual(['urgent', 'high', 'normal', 'low'])
  expect(options.filter(({ checked }) => checked).map(({ id }) => id)).toEqual(['high'])
})

it('lists the tags that only the lead has beside the known ones', () => {
  const options = tagOptions([{ name: 'vip', color: '#123456' }], ['vip', 'blue'])
  expect(options.map(({ id, checked }) => [id, checked])).toEqual([
    ['blue', true],
    ['vip', true],
  ])
})

it('offers a typed tag as new unless it is known, in whatever case, or cannot be one', () => {
  const options = tagOptions([{ name: 'VIP', color: '#123456' }], [])
  expect(newTagOption('  follow   up ', options).map(({ id }) => id)).toEqual(['follow up'])
  for (const text of ['vip', ' ', 'x'.repeat(101)]) expect(newTagOption(text, options)).toEqual([])
})

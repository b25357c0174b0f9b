import { expect, it } from 'vitest'
import { matchingTemplates, slashAt } from './slash-menu.ts'
import type { ReplyTemplate } from '#shared/contract/areas/composer.ts'

const template = (shortcut: string, type: ReplyTemplate['type'] = 'any'): ReplyTemplate => ({
  id: shortcut,
  name: `Name of ${shortcut}`,
  type,
  category: null,
  shortcut,
  subject: null,
  content: 'Hi {{first_name}}',
  approved: false,
})

it('opens at the start of a word alone', () => {
  expect(slashAt('/he', 3)).toEqual({ start: 0, query: 'he' })
  expect(slashAt('Hi\n/', 4)).toEqual({ start: 3, query: '' })
  expect(slashAt('and/or', 6)).toBeNull()
  expect(slashAt('https://', 8)).toBeNull()
  expect(slashAt('/hello there', 12)).toBeNull()
  expect(slashAt('/he', 0)).toBeNull()
})

it('offers what is for the channel, by shortcut before name before words', () => {
  const all = [template('book'), template('wa-book', 'whatsapp'), template('bo-sms', 'sms')]
  expect(matchingTemplates(all, 'sms', 'bo').map(({ id }) => id)).toEqual(['book', 'bo-sms'])
  expect(matchingTemplates(all, 'whatsapp', 'book').map(({ id }) => id)).toEqual(['book', 'wa-book'])
  expect(matchingTemplates(all, 'sms', 'first_name')).toHaveLength(2)
  expect(matchingTemplates(all, 'sms', 'nothing')).toEqual([])
})

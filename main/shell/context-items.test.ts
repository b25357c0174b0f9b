import { expect, test } from 'vitest'
import { contextItems } from './context-items.ts'

const flags = { canCut: true, canCopy: true, canPaste: false, canSelectAll: true } as Parameters<
  typeof contextItems
>[0]['editFlags']
const asked = { misspelledWord: '', dictionarySuggestions: [], isEditable: true, selectionText: '', editFlags: flags }
const none = { replace: () => {}, learn: () => {} }
const shown = (...args: Parameters<typeof contextItems>) =>
  contextItems(...args).map(
    ({ label, role, type, enabled }) => label ?? (enabled === false ? `no ${role}` : (role ?? type)),
  )

test('a misspelt word can be replaced or learnt, before what the clipboard can do', () => {
  const done: string[] = []
  const spelling = {
    replace: (word: string) => done.push(`is ${word}`),
    learn: (word: string) => done.push(`knows ${word}`),
  }
  const misspelt = { ...asked, misspelledWord: 'helo', dictionarySuggestions: ['hello', 'help'] }
  const rest = ['cut', 'copy', 'no paste', 'separator', 'selectAll']
  expect(shown(misspelt, spelling)).toEqual(['hello', 'help', 'separator', 'Add to dictionary', 'separator', ...rest])
  const items = contextItems(misspelt, spelling)
  for (const at of [0, 3]) (items[at]!.click as () => void)()
  expect(done).toEqual(['is hello', 'knows helo'])
  expect(shown({ ...misspelt, dictionarySuggestions: [] }, none)[0]).toBe('No suggestions')
  expect(shown(asked, none)).toEqual(rest)
})

test('text that is only read can be copied, and where nothing is selected there is no menu', () => {
  expect(shown({ ...asked, isEditable: false, selectionText: 'Maya' }, none)).toEqual(['copy'])
  expect(shown({ ...asked, isEditable: false }, none)).toEqual([])
})

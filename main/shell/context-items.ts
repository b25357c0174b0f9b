import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'

type Asked = Pick<
  ContextMenuParams,
  'misspelledWord' | 'dictionarySuggestions' | 'isEditable' | 'selectionText' | 'editFlags'
>

/** What can be done about a misspelt word. */
interface Spelling {
  replace: (word: string) => void
  learn: (word: string) => void
}

const MOST_SUGGESTIONS = 5
const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }

/** What the menu offers where it was asked for; nothing where there is nothing to do. */
export function contextItems(asked: Asked, spelling: Spelling): MenuItemConstructorOptions[] {
  const { isEditable, selectionText, editFlags } = asked
  const copy = { role: 'copy', enabled: editFlags.canCopy } as const
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    ...spellingItems(asked, spelling),
    { role: 'cut', enabled: editFlags.canCut },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    SEPARATOR,
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}

function spellingItems(
  { misspelledWord, dictionarySuggestions }: Asked,
  { replace, learn }: Spelling,
): MenuItemConstructorOptions[] {
  if (misspelledWord === '') return []
  const suggestions = dictionarySuggestions
    .slice(0, MOST_SUGGESTIONS)
    .map((word): MenuItemConstructorOptions => ({ label: word, click: () => replace(word) }))
  return [
    ...(suggestions.length > 0 ? suggestions : [{ label: 'No suggestions', enabled: false }]),
    SEPARATOR,
    { label: 'Add to dictionary', click: () => learn(misspelledWord) },
    SEPARATOR,
  ]
}

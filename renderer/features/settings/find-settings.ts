/** Which settings a rep's words lead to. */

export interface Described {
  group: string
  label: string
  hint?: string
  /** What else people call it. */
  words?: string
}

/** Whether every word that was typed begins a word of what describes the setting. */
export function isFound({ group, label, hint = '', words = '' }: Described, text: string): boolean {
  const spoken = wordsOf(`${group} ${label} ${hint} ${words}`)
  return wordsOf(text).every((typed) => spoken.some((word) => word.startsWith(typed)))
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

import { fold } from '#shared/domain/search/tokens.ts'

/**
 * How well a label answers what was typed, 0 for not at all: every typed word has to be in it in order, letters may be left
 * out. Beginnings of words count most.
 */
export function fuzzyScore(label: string, typed: string): number {
  const wanted = fold(typed).split(/\s+/).filter(Boolean)
  const text = fold(label)
  let sum = 0
  for (const word of wanted) {
    const score = wordScore(text, word)
    if (score === 0) return 0
    sum += score
  }
  return wanted.length === 0 ? 1 : sum / wanted.length
}

function wordScore(text: string, word: string): number {
  if (text.startsWith(word)) return 4
  if (text.includes(` ${word}`)) return 3
  if (text.includes(word)) return 2
  let at = -1
  for (const letter of word) {
    at = text.indexOf(letter, at + 1)
    if (at < 0) return 0
  }
  return word.length / text.length
}

interface Choice {
  id: string
  label: string
}

/** The choices that answer, best first; of equal ones those used last, then as they were. */
export function fuzzyChoices<C extends Choice>(choices: readonly C[], typed: string, recent: readonly string[]): C[] {
  const age = (id: string) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return choices
    .map((choice, place) => ({ choice, place, score: fuzzyScore(choice.label, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || age(a.choice.id) - age(b.choice.id) || a.place - b.place)
    .map(({ choice }) => choice)
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const firstLetter = (word: string): string => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? ''

/**
 * Up to two initials of a name, in its own script; null where there are none (a phone number, an e-mail address, emoji
 * alone), so that the avatar shows a figure instead.
 */
export function initialsOf(name: string | null): string | null {
  if (!name || name.includes('@')) return null
  const words = name.split(/[\s.,()/|-]+/).filter((word) => /^\p{L}/u.test(word))
  const [first, ...rest] = words
  if (!first) return null
  const last = rest.at(-1)
  return (firstLetter(first) + (last ? firstLetter(last) : '')).toLocaleUpperCase()
}

/** A hue (degrees) that stays the same for an id. */
export function hueOf(id: string): number {
  let hash = 0
  for (const char of id) hash = (hash * 31 + char.charCodeAt(0)) % 360
  return hash
}

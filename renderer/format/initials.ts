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

/** A hue (degrees) that stays the same for an id; neighbouring ids get hues far apart (FNV-1a, 32 bits). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % 360
}

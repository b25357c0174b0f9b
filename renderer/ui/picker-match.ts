import type { ReactNode } from 'react'

/** One thing to choose in a picker. */
export interface PickerOption {
  id: string
  label: string
  /** Heading over neighbours of the same group; also found by typing it. */
  group?: string
  hint?: string
  icon?: ReactNode
  /** The current choice. */
  checked?: boolean
}

/** Options of which every typed word begins a word of the label or group, whatever its accents; in their order. */
export function matchOptions(options: readonly PickerOption[], text: string): readonly PickerOption[] {
  const words = wordsOf(text)
  if (words.length === 0) return options
  return options.filter(({ label, group = '' }) => {
    const known = wordsOf(`${group} ${label}`)
    return words.every((word) => known.some((other) => other.startsWith(word)))
  })
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

import type { Shot } from './shot.ts'
import { SHOTS } from './shots.ts'

/** The ten screens where a rep spends the day, by the names of their shots. */
const NAMES = [
  'inbox',
  'thread',
  'lead-edit',
  'composer-slash',
  'search',
  'palette',
  'conflicts-fields',
  'conflicts-waiting',
  'away-sheet',
  'sign-in',
]

export const MAIN_SCREENS: readonly Shot[] = NAMES.map((name) => {
  const shot = SHOTS.find((candidate) => candidate.name === name)
  if (!shot) throw new Error(`There is no shot named ${name}`)
  return shot
})

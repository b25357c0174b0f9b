/**
 * Which of a rep's desktops tells of a hot lead. The one that the rep sits at tells at once and says so to the server;
 * the others give it a moment, then ask the server whether somebody has told, which lets one of them.
 */

/** As long as a desktop that is not in use gives one that is, and as long as it waits for the server's word then. */
export const TURN_MS = 3_000

const INPUT_SECONDS = 60
/** Who reads what is in front of them may touch nothing for a while. */
const READING_SECONDS = 300

/** Whether the rep sits at this computer. @param idleSeconds since the last input anywhere on it */
export const isInUse = (idleSeconds: number, isFocused: boolean): boolean =>
  idleSeconds < (isFocused ? READING_SECONDS : INPUT_SECONDS)

export interface Turn {
  /** The rep sits here. */
  isInUse: boolean
  /** Nobody can be asked. */
  isOffline: boolean
  /** How long this desktop has known of the alert, milliseconds. */
  knownMs: number
  /** The server's word on whose turn it is; `failed`: it gave none. */
  word: 'none' | 'asked' | 'mine' | 'others' | 'failed'
}

/**
 * What this desktop does about an alert that it has not told. Rather two tell than none: where no word comes in time it
 * tells.
 */
export function turnOf({ isInUse, isOffline, knownMs, word }: Turn): 'tell' | 'ask' | 'wait' | 'leave' {
  if (word === 'others') return 'leave'
  if (isInUse || isOffline || word === 'mine' || word === 'failed') return 'tell'
  if (knownMs < TURN_MS) return 'wait'
  if (word === 'none') return 'ask'
  return knownMs < 2 * TURN_MS ? 'wait' : 'tell'
}

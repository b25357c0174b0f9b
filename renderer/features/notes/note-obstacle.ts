import { count } from '../../format/time.ts'

/** As many characters as a note can have (`shared/domain/mutations/arguments.ts`). */
const MOST = 100_000

/** Why a text cannot be saved as a note; null when it can. `isLong`: to be said at once, for it is not kept either. */
export function noteObstacle(body: string): { words: string; isLong: boolean } | null {
  if (body.length > MOST) {
    const words = `This has ${count(body.length)} characters and a note takes ${count(MOST)}. Shorten it, or save it as a file and attach that.`
    return { words, isLong: true }
  }
  return body.trim() === '' ? { words: 'Write something first.', isLong: false } : null
}

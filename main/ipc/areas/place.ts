import { placeSchema, type Place } from '#shared/contract/areas/place.ts'
import type { Database } from '../../db/client.ts'
import type { AreaContext } from './context.ts'

const KEY = 'place'

interface Handlers {
  'place.keep': (place: Place) => Promise<null>
  'place.load': () => Promise<Place | null>
}

/** Keeps where the rep is, in their own cache: what they look for and at is nobody else's on this computer. */
export function placeHandlers({ workspace }: Pick<AreaContext, 'workspace'>): Handlers {
  return {
    async 'place.keep'(place) {
      await workspace().db.keepText(KEY, JSON.stringify(place))
      return null
    },
    async 'place.load'() {
      const [kept] = await workspace().db.read('kept.texts', { prefix: KEY })
      return kept ? placeOf(kept.value) : null
    },
  }
}

/** An end that was asked for leaves nothing to come back to. */
export const forgetPlace = (db: Pick<Database, 'keepText'>): Promise<void> => db.keepText(KEY, null)

/** What another version kept and this one does not understand is no place. */
function placeOf(text: string): Place | null {
  const parsed = placeSchema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}

import { useEffect } from 'react'
import { ChangeKeeper } from '../actions/change-keeper.ts'
import { useBridge } from '../bridge/bridge-context.ts'
import { useAppStore } from '../store/store-context.ts'
import { placeOf, restorePlace } from './place-of.ts'
import type { Place } from '#shared/contract/areas/place.ts'

/**
 * Where the rep is outlives the page and the app: after a crash they are there again. Drafts are in the cache in any case.
 * A start after an end that was asked for begins at the inbox.
 */
export function useKeepPlace(): void {
  const { desk } = useBridge()
  const store = useAppStore()
  useEffect(() => {
    const keeper = new ChangeKeeper<Place>(async (place) => (await desk.command('place.keep', place)).ok)
    let kept = JSON.stringify(placeOf(store.getState()))
    const keep = () => {
      const place = placeOf(store.getState())
      const text = JSON.stringify(place)
      if (text === kept) return
      kept = text
      keeper.change(place)
    }
    let stop: (() => void) | null = null
    let isGone = false
    const begin = async () => {
      const answer = await desk.command('place.load', {})
      if (isGone) return
      const { screen, openId, noteSheet } = store.getState()
      // What was asked for meanwhile, by a notification or a key, is where the rep wants to be.
      const isUntouched = screen === 'inbox' && openId === null && noteSheet === null
      if (answer.ok && answer.value && isUntouched) restorePlace(store, answer.value)
      stop = store.subscribe(keep)
      keep()
    }
    void begin()
    return () => {
      isGone = true
      stop?.()
    }
  }, [desk, store])
}

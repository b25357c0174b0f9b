import { useMemo } from 'react'
import { useApp } from '../../store/store-context.ts'
import type { InboxView } from './inbox-view.ts'

/** What the list shows: the split, in the order chosen for it or by a saved view, narrowed by the filter. The same object until one changes. */
export function useInboxView(): InboxView {
  const split = useApp((state) => state.split)
  const filter = useApp((state) => state.filter)
  const sort = useApp(({ view, preferences, split: shown }) => view?.sort ?? preferences.sorts[shown] ?? 'newest')
  return useMemo(() => ({ split, sort, filter }), [split, sort, filter])
}

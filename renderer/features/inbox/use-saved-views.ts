import { useLive } from '../../bridge/use-live.ts'
import { useApp } from '../../store/store-context.ts'
import { useInboxView } from './use-inbox-view.ts'
import { chosenView, type ChosenView } from './view-options.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'

const NONE: readonly SavedView[] = []

/** The saved views, and the one that is shown. */
export function useSavedViews(): { views: readonly SavedView[]; chosen: ChosenView | null } {
  const { value: views = NONE } = useLive('views.list', {})
  const chosenId = useApp((state) => state.view?.id ?? null)
  const shown = useInboxView()
  return { views, chosen: chosenView(views, chosenId, shown) }
}

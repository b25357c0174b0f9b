import type { PickerOption } from '../../ui/picker-match.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'
import { isSameView, type InboxViewDefinition } from '#shared/domain/triage.ts'

/** The view that was chosen and whether what is shown has been changed since. */
export interface ChosenView {
  saved: SavedView
  isChanged: boolean
}

/**
 * @param chosenId of the view that the rep has chosen last; null for none
 * @param shown what the list shows now
 */
export function chosenView(
  views: readonly SavedView[],
  chosenId: string | null,
  shown: InboxViewDefinition,
): ChosenView | null {
  const saved = views.find(({ id }) => id === chosenId)
  return saved ? { saved, isChanged: !isSameView(saved.view, shown) } : null
}

/** What the picker of views can be asked for. */
export type ViewChoice =
  | { do: 'show'; id: string }
  /** The rest is about the present view. */
  | { do: 'new' | 'update' | 'edit' | 'delete' | 'export' }

/** The views, then what can be done with the one that is shown; the id of an option is its choice as JSON. */
export function viewOptions(views: readonly SavedView[], chosen: ChosenView | null, canWrite: boolean): PickerOption[] {
  const option = (choice: ViewChoice, group: string, label: string): PickerOption => ({
    id: JSON.stringify(choice),
    group,
    label,
  })
  const listed = views.map((view): PickerOption => ({
    ...option({ do: 'show', id: view.id }, view.is_own ? 'Yours' : 'Shared with you', view.name),
    ...(view.is_own ? view.is_shared && { hint: 'Shared' } : { hint: view.owner_name }),
    ...(chosen?.saved.id === view.id && { checked: true }),
  }))
  const about = (verb: string) => `${verb} “${chosen?.saved.name}”`
  const exported = option({ do: 'export' }, 'This view', 'Export its leads…')
  if (!canWrite) return [...listed, exported]
  const actions = [
    chosen?.saved.is_own && chosen.isChanged && option({ do: 'update' }, 'This view', about('Save changes to')),
    option({ do: 'new' }, 'This view', 'Save this view…'),
    exported,
    chosen?.saved.is_own && option({ do: 'edit' }, 'This view', `${about('Rename or share')}…`),
    chosen?.saved.is_own && option({ do: 'delete' }, 'This view', about('Delete')),
  ]
  return [...listed, ...actions.filter((action) => action !== false && action !== undefined)]
}

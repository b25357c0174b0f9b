import { useState, type FormEvent } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useViews } from '../../actions/use-views.ts'
import type { ViewSheet } from '../../store/inbox-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ReturnFocus } from '../../ui/return-focus.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useInboxView } from './use-inbox-view.ts'
import { useSavedViews } from './use-saved-views.ts'
import { viewOptions, type ViewChoice } from './view-options.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'

const LONGEST_NAME = 200

/** Choosing or naming a saved view, while the rep does either. */
export function ViewSheets() {
  const sheet = useApp((state) => state.viewSheet)
  return (
    sheet && (
      <ReturnFocus>
        <Sheet sheet={sheet} />
      </ReturnFocus>
    )
  )
}

function Sheet({ sheet }: { sheet: ViewSheet }) {
  const store = useAppStore()
  /** Unless choosing has led on to naming. */
  const onClose = () => {
    if (store.getState().viewSheet === sheet) store.getState().setViewSheet(null)
  }
  if (sheet.what === 'choose') return <Choosing onClose={onClose} />
  return <Naming saved={sheet.what === 'edit' ? sheet.view : null} onClose={onClose} />
}

function Choosing({ onClose }: { onClose: () => void }) {
  const { views, chosen } = useSavedViews()
  const shown = useInboxView()
  const actions = useViews()
  const canWrite = useCanWrite()
  const showToast = useApp((state) => state.showToast)
  const showView = useApp((state) => state.showView)
  const setViewSheet = useApp((state) => state.setViewSheet)
  const showOverlay = useApp((state) => state.showOverlay)
  const update = async (saved: SavedView) => {
    const wrong = await actions.edit(saved, { view: shown })
    if (wrong) showToast({ tone: 'error', text: wrong })
  }
  const pick = (choice: ViewChoice) => {
    const found = choice.do === 'show' && views.find(({ id }) => id === choice.id)
    if (found) showView(found.id, found.view)
    else if (choice.do === 'new') setViewSheet({ what: 'new' })
    else if (choice.do === 'export') showOverlay('export')
    else if (chosen && choice.do === 'update') void update(chosen.saved)
    else if (chosen && choice.do === 'edit') setViewSheet({ what: 'edit', view: chosen.saved })
    else if (chosen && choice.do === 'delete') void actions.remove(chosen.saved)
  }
  return (
    <Picker
      open
      title="Saved views"
      placeholder="A view, or save this one…"
      options={viewOptions(views, chosen, canWrite)}
      nothing={(text) => (text ? `There is no view “${text}”.` : 'There are no saved views yet.')}
      onPick={(id) => pick(JSON.parse(id) as ViewChoice)}
      onClose={onClose}
    />
  )
}

/** @param saved the view to rename or share; null to save what is shown as a new one */
function Naming({ saved, onClose }: { saved: SavedView | null; onClose: () => void }) {
  const shown = useInboxView()
  const actions = useViews()
  const [name, setName] = useState(saved?.name ?? '')
  const [isShared, setIsShared] = useState(saved?.is_shared ?? false)
  const [wrong, setWrong] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const given = { name: name.trim(), is_shared: isShared }
    if (given.name === '') return setWrong('Give it a name that tells what it shows.')
    const failure = saved ? await actions.edit(saved, given) : await actions.save({ ...given, view: shown })
    if (failure) setWrong(failure)
    else onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={saved ? 'Rename or share this view' : 'Save this view'}
      description={saved ? undefined : 'Keeps the split, its order and the filters under a name.'}
    >
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <TextField
          label="Name"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one thing the dialog asks for
          autoFocus
          dir="auto"
          autoComplete="off"
          maxLength={LONGEST_NAME}
          placeholder="Hot in Berlin"
          value={name}
          error={wrong}
          onChange={(event) => {
            setName(event.target.value)
            setWrong(null)
          }}
        />
        <div>
          <label className="flex items-center gap-2.5 text-sm font-medium">
            <input
              type="checkbox"
              aria-describedby="view-share-note"
              className="size-4 accent-(--color-accent)"
              checked={isShared}
              onChange={(event) => setIsShared(event.target.checked)}
            />
            Share with the team
          </label>
          <p id="view-share-note" className="mt-0.5 ml-6.5 text-xs text-ink-2">
            Everybody can use it; only you can change it.
          </p>
        </div>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            {saved ? 'Save' : 'Save view'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

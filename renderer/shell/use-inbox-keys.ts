import { useCanWrite } from '../actions/session-context.ts'
import { useBulk } from '../actions/use-bulk.ts'
import { useTriage } from '../actions/use-triage.ts'
import { useCommand } from '../bridge/use-command.ts'
import { useKeyboard, type KeyHandlers } from '../keyboard/use-keyboard.ts'
import type { AppSlices } from '../store/app-store.ts'
import type { Picking, Subject } from '../store/inbox-slice.ts'
import { hasSelection } from '../store/selection-slice.ts'
import { useAppStore } from '../store/store-context.ts'
import { NARROW } from '../ui/use-media.ts'

const inList = (): boolean => document.activeElement?.closest('[data-region="list"]') !== null

/** The row that keys are about: the one under the cursor while the focus is in the list, else the open conversation. */
function subjectId({ cursorId, openId }: AppSlices): string | null {
  return inList() ? cursorId : (openId ?? cursorId)
}

interface PanelControl {
  toggle: () => void
  /** Closes the panel where it lies over the thread; true when there was something to close. */
  dismiss: () => boolean
}

/** What the keys do that are about a conversation: the one under the cursor, those that are selected, or the open one. */
export function useConversationKeys(panel: PanelControl): KeyHandlers {
  const store = useAppStore()
  const triage = useTriage()
  const bulk = useBulk()
  const canWrite = useCanWrite()

  /** Runs with what the press is about; not for those who may only read. */
  const onSubject = (run: (subject: Subject) => void) => () => {
    const state = store.getState()
    const id = subjectId(state)
    const row = state.rows.find((candidate) => candidate.id === id)
    const subject = row ? { ...row, label: row.lead_label } : state.openSubject
    if (subject && subject.id === id && canWrite) run(subject)
  }

  /** Runs `many` while several are selected, else `one` with what the press is about. */
  const onSelected = (many: () => void, one: (subject: Subject) => void) => () => {
    if (hasSelection(store.getState()) && canWrite) many()
    else onSubject(one)()
  }

  const pick = (what: Exclude<Picking['what'], 'close'>) =>
    onSelected(
      () => store.getState().setBulkPicking({ what }),
      (subject) => store.getState().setPicking({ what, subject }),
    )

  const write = (mode: 'reply' | 'note') => () => {
    const state = store.getState()
    const id = subjectId(state)
    if (id === null || !canWrite) return
    if (state.openId !== id) state.openConversation(id)
    state.askToWrite(mode)
  }

  return {
    select: onSubject(({ id }) => store.getState().toggleSelected(id)),
    done: onSelected(
      () => void bulk({ kind: 'done' }),
      (subject) => void triage.done(subject),
    ),
    reopen: onSubject((subject) => void triage.reopen(subject)),
    snooze: pick('snooze'),
    unsnooze: onSubject((subject) => void triage.unsnooze(subject)),
    priority: pick('priority'),
    stage: pick('stage'),
    tags: pick('tags'),
    undo: () => store.getState().undoLast(),
    mark_unread: onSubject((subject) => void triage.markUnread(subject)),
    claim: onSelected(
      () => void bulk({ kind: 'claim' }),
      (subject) => subject.handler_id === null && void triage.claim(subject),
    ),
    assign() {
      const state = store.getState()
      if (hasSelection(state) && canWrite) return state.setBulkPicking({ what: 'assign' })
      const id = subjectId(state)
      if (id === null || !canWrite) return
      if (state.openId !== id) state.openConversation(id)
      state.showOverlay('assign')
    },
    reply: write('reply'),
    note: write('note'),
    panel: panel.toggle,
    print: () => store.getState().openSubject && store.getState().showOverlay('print'),
  }
}

/** Connects the key map to the inbox. */
export function useInboxKeys(panel: PanelControl): void {
  const store = useAppStore()
  const canWrite = useCanWrite()
  const command = useCommand()
  const ofConversation = useConversationKeys(panel)
  const select = (run: (state: AppSlices) => void) => () => canWrite && run(store.getState())

  const move = (step: 1 | -1) => () => {
    const { openId, moveCursor, openConversation } = store.getState()
    moveCursor(step)
    const { cursorId } = store.getState()
    if (openId !== null && !inList() && cursorId !== null) openConversation(cursorId)
  }

  useKeyboard(
    {
      ...ofConversation,
      next: move(1),
      previous: move(-1),
      open() {
        const { cursorId, openConversation } = store.getState()
        if (cursorId !== null) openConversation(cursorId)
      },
      pop_out() {
        const id = subjectId(store.getState())
        if (id !== null) void command('popout.open', { conversation_id: id })
      },
      back() {
        const state = store.getState()
        if (panel.dismiss()) return
        if (hasSelection(state)) return state.clearSelection()
        if (state.openId === null) return
        if (inList()) state.closeConversation()
        else goBack(state)
      },
      select_next: select((state) => state.extendSelected(1)),
      select_previous: select((state) => state.extendSelected(-1)),
      new_lead: () => canWrite && store.getState().showLeadDialog({ kind: 'new' }),
      next_split: () => store.getState().turnSplit(1),
      previous_split: () => store.getState().turnSplit(-1),
      filter: () => store.getState().showOverlay('filter'),
      views: () => store.getState().setViewSheet({ what: 'choose' }),
      conflicts: () => store.getState().showConflicts(),
      help: () => store.getState().showOverlay('help'),
    },
    'inbox',
  )
}

/** From the thread to its row: beside it the conversation stays open, in one pane the list takes its place. */
function goBack(state: AppSlices): void {
  if (matchMedia(NARROW).matches) return state.closeConversation()
  state.setCursor(state.openId)
  state.focusOn('list')
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import { createConflictsSlice, type ConflictsSlice } from './conflicts-slice.ts'
import { createDeferredSlice, type DeferredSlice } from './deferred-slice.ts'
import { createImportSlice, type ImportSlice } from './import-slice.ts'
import { createInboxSlice, type InboxSlice } from './inbox-slice.ts'
import { createLeadSlice, type LeadSlice } from './lead-slice.ts'
import { createMentionsSlice, type MentionsSlice } from './mentions-slice.ts'
import { createOutgoingSlice, type OutgoingSlice } from './outgoing-slice.ts'
import { createOverlaySlice, type OverlaySlice } from './overlay-slice.ts'
import { createPipelineSlice, type PipelineSlice } from './pipeline-slice.ts'
import { createPreferencesSlice, type PreferencesSlice } from './preferences-slice.ts'
import { createSearchSlice, type SearchSlice } from './search-slice.ts'
import { createSelectionSlice, type SelectionSlice } from './selection-slice.ts'
import { createNotesSlice, type NotesSlice } from './notes-slice.ts'
import { createTasksSlice, type TasksSlice } from './tasks-slice.ts'
import { createToastSlice, type ToastSlice } from './toast-slice.ts'

/** State of the window itself. What comes from the cache is not here: screens read it with `useLive`. */
export type AppSlices = ConflictsSlice &
  DeferredSlice &
  ImportSlice &
  InboxSlice &
  LeadSlice &
  MentionsSlice &
  OutgoingSlice &
  OverlaySlice &
  PipelineSlice &
  PreferencesSlice &
  SearchSlice &
  SelectionSlice &
  TasksSlice &
  NotesSlice &
  ToastSlice
export type AppStore = StoreApi<AppSlices>

/** @param storage where preferences of this window are kept between starts */
export function createAppStore(storage: Pick<Storage, 'getItem' | 'setItem'>): AppStore {
  return createStore<AppSlices>()((set, get, store) => ({
    ...createConflictsSlice(set, get, store),
    ...createDeferredSlice(set, get, store),
    ...createImportSlice(set, get, store),
    ...createInboxSlice(set, get, store),
    ...createLeadSlice(set, get, store),
    ...createMentionsSlice(set, get, store),
    ...createOutgoingSlice(set, get, store),
    ...createOverlaySlice(set, get, store),
    ...createPipelineSlice(set, get, store),
    ...createPreferencesSlice(storage)(set, get, store),
    ...createSearchSlice(set, get, store),
    ...createSelectionSlice(set, get, store),
    ...createNotesSlice(set, get, store),
    ...createTasksSlice(set, get, store),
    ...createToastSlice(set, get, store),
  }))
}

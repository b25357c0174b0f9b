import type { StateCreator } from 'zustand/vanilla'
import type { ColumnMapping } from '#shared/domain/import/targets.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'

/** How the chosen file is to be imported. */
export interface ImportDraft {
  /** Which file it is about, read how. */
  file: string
  mapping: ColumnMapping
  duplicateAction: CommandInput<'import.run'>['duplicate_action']
  /** The id of a list, `new`, or nothing. */
  list: string
  newList: string
  /** The id of a colleague; nothing: the pool. */
  owner: string
  /** The id of the stage that new leads begin in; nothing: the one that all begin in. */
  stage: string
  /** Apart by commas. */
  tags: string
}

export interface ImportSlice {
  /** Kept while the dialog is closed, and while a trial is looked at. */
  importDraft: ImportDraft | null
  setImportDraft: (draft: ImportDraft | null) => void
}

export const createImportSlice: StateCreator<ImportSlice> = (set) => ({
  importDraft: null,
  setImportDraft: (importDraft) => set({ importDraft }),
})

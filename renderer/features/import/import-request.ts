import type { ImportDraft } from '../../store/import-slice.ts'
import type { ImportFile } from '#shared/contract/areas/import.ts'
import type { StageChoice } from '#shared/contract/areas/triage.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import { TARGETS, isTargetName, type MappedTo } from '#shared/domain/import/targets.ts'

/** Which file, read how, a draft is about. */
export const fileKey = ({ name, format, columns }: ImportFile): string => JSON.stringify([name, format, columns])

/** How a file is imported unless the rep says otherwise: as its columns seem, into the rep's own leads. */
export const newDraft = (file: ImportFile, userId: string): ImportDraft => ({
  file: fileKey(file),
  mapping: file.suggested,
  duplicateAction: null,
  list: '',
  newList: '',
  owner: userId,
  stage: '',
  tags: '',
})

/** What main is asked. */
export function importRequest(draft: ImportDraft, is_dry_run: boolean): CommandInput<'import.run'> {
  const { list, newList } = draft
  return {
    mapping: draft.mapping,
    duplicate_action: draft.duplicateAction,
    list: list === 'new' ? { name: newList } : list === '' ? null : { id: list },
    owner_id: draft.owner || null,
    stage_id: draft.stage || null,
    tags: draft.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    is_dry_run,
  }
}

/** Why an import cannot begin yet, in one sentence; null: it can. */
export function obstacleOf({ mapping, list, newList }: ImportDraft): string | null {
  const targets = Object.values(mapping)
  if (targets.length === 0) return 'Choose what at least one column is.'
  if (!targets.includes('phone') && !targets.includes('email')) {
    return 'Choose which column is the phone number or the e-mail address: without one, nobody could be reached.'
  }
  const twice = targets.find(
    (target, at) => isTargetName(target) && target !== 'tags' && targets.indexOf(target) !== at,
  )
  if (twice && isTargetName(twice)) return `Two columns are “${TARGETS[twice].label}”. Choose one of them.`
  return list === 'new' && newList.trim() === '' ? 'Give the new list a name.' : null
}

/** Stages that new leads can begin in, with their pipeline where there are several; lost leads are not imported. */
export function stageChoices(stages: readonly StageChoice[]): { id: string; name: string }[] {
  const hasSeveral = new Set(stages.map(({ pipeline }) => pipeline)).size > 1
  return [
    { id: '', name: 'Where all new leads begin' },
    ...stages
      .filter(({ kind }) => kind !== 'lost')
      .map(({ id, name, pipeline }) => ({ id, name: hasSeveral ? `${pipeline}: ${name}` : name })),
  ]
}

const FIELDS = Object.entries(TARGETS).map(([id, { label }]) => ({ id, name: label }))

/** What a column can become; nothing: it is left out. */
export const targetChoices = (column: string): { id: string; name: string }[] => [
  { id: '', name: 'Leave out' },
  ...FIELDS,
  { id: `custom:${column}`.slice(0, 107), name: 'Own field of this name' },
]

/** The mapping with one column changed. */
export function withTarget(mapping: ImportDraft['mapping'], column: string, target: string): ImportDraft['mapping'] {
  const { [column]: _, ...others } = mapping
  return target === '' ? others : { ...others, [column]: target as MappedTo }
}

import { Plus } from 'lucide-react'
import { PRIORITY_NAMES } from '../../format/vocabulary.ts'
import type { PickerOption } from '../../ui/picker-match.ts'
import { PriorityMark } from '../../ui/priority-mark.tsx'
import { Dot } from '../../ui/filter-choices.tsx'
import type { LeadChoices, StageChoice } from '#shared/contract/lead-models.ts'
import { checkTag } from '#shared/domain/lead-fields.ts'
import { PRIORITIES, type Priority } from '#shared/domain/vocabulary.ts'

const NO_COLOR = 'transparent'

/** The most urgent first. */
export function priorityOptions(current: Priority | undefined): PickerOption[] {
  return PRIORITIES.toReversed().map((priority) => ({
    id: priority,
    label: PRIORITY_NAMES[priority],
    icon: <PriorityMark priority={priority} />,
    checked: priority === current,
  }))
}

export function stageOptions(stages: readonly StageChoice[], currentId?: string): PickerOption[] {
  return stages.map(({ id, name, color }) => ({
    id,
    label: name,
    icon: <Dot color={color} />,
    checked: id === currentId,
  }))
}

/** Known tags, and those that only the lead has; the id is the tag. */
export function tagOptions(known: LeadChoices['tags'], taken: readonly string[]): PickerOption[] {
  const names = new Set(known.map(({ name }) => name))
  const own = taken.filter((name) => !names.has(name)).map((name) => ({ name, color: NO_COLOR }))
  return [...own, ...known].map(({ name, color }) => ({
    id: name,
    label: name,
    icon: <Dot color={color} />,
    checked: taken.includes(name),
  }))
}

/** A tag that is typed and not among the options yet. */
export function newTagOption(text: string, options: readonly PickerOption[]): PickerOption[] {
  const known = options.map(({ id }) => id)
  const checked = checkTag(text, known)
  if (!checked.ok || known.some((name) => name.toLowerCase() === checked.value.toLowerCase())) return []
  return [{ id: checked.value, label: `New tag “${checked.value}”`, icon: <Plus aria-hidden className="size-3.5" /> }]
}

import { Milestone, Tag, UserRound, UserRoundX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Team } from '../actions/use-team.ts'
import { Avatar } from './avatar.tsx'
import { ChannelIcon } from './channel.tsx'
import type { PickerOption } from './picker-match.ts'
import { toggleFilter, type FilterPart } from './filter-parts.ts'
import type { TriageChoices } from '#shared/contract/areas/triage.ts'
import type { InboxFilter } from '#shared/domain/triage.ts'

const ICON = { className: 'size-3.5', 'aria-hidden': true } as const

export interface FilterWords {
  choices: TriageChoices | undefined
  team: Team
  userId: string
}

/** What a part of a filter is called, with its icon. */
export function wordsOf(part: FilterPart, { choices, team, userId }: FilterWords): { label: string; icon: ReactNode } {
  if (part.kind === 'tag') return { label: part.value, icon: <Tag {...ICON} /> }
  if (part.kind === 'handler') {
    if (part.value === null) return { label: 'Nobody', icon: <UserRoundX {...ICON} /> }
    const label = part.value === userId ? 'Me' : team.nameOf(part.value)
    return { label, icon: <UserRound {...ICON} /> }
  }
  if (part.kind === 'stage') {
    const stage = choices?.stages.find(({ id }) => id === part.value)
    const label = part.value === null ? 'No stage' : (stage?.name ?? 'A stage that is gone')
    return { label, icon: <Milestone {...ICON} /> }
  }
  const channel = choices?.channels.find(({ id }) => id === part.value)
  return {
    label: channel?.name ?? 'A channel that is gone',
    icon: channel && <ChannelIcon platform={channel.platform} />,
  }
}

/** Everything the inbox can be filtered by, as options of a picker; the id of one is its part as JSON. */
export function filterOptions(filter: InboxFilter, { choices, team, userId }: FilterWords): PickerOption[] {
  const option = (part: FilterPart, group: string, label: string, icon: ReactNode): PickerOption => {
    const checked = toggleFilter(filter, part).isRemoved
    return { id: JSON.stringify(part), group, label, icon, ...(checked && { checked }) }
  }
  const people = team.members.filter(({ id, role }) => id !== userId && role !== 'viewer')
  return [
    ...(choices?.channels ?? []).map(({ id, name, platform }) =>
      option({ kind: 'channel', value: id }, 'Channel', name, <ChannelIcon platform={platform} />),
    ),
    option({ kind: 'handler', value: userId }, 'Owner', 'Me', <UserRound {...ICON} />),
    option({ kind: 'handler', value: null }, 'Owner', 'Nobody', <UserRoundX {...ICON} />),
    ...people.map(({ id, name }) =>
      option({ kind: 'handler', value: id }, 'Owner', name, <Avatar id={id} name={name} size={20} />),
    ),
    ...(choices?.stages ?? []).map(({ id, name, color }) =>
      option({ kind: 'stage', value: id }, 'Stage', name, <Dot color={color} />),
    ),
    option({ kind: 'stage', value: null }, 'Stage', 'No stage', <Milestone {...ICON} />),
    ...(choices?.tags ?? []).map(({ name, color }) =>
      option({ kind: 'tag', value: name }, 'Tag', name, <Dot color={color} />),
    ),
  ]
}

export function Dot({ color }: { color: string }) {
  return (
    <span
      aria-hidden
      className="keep-color size-2.5 rounded-full ring-1 ring-ink/10 ring-inset"
      style={{ backgroundColor: color }}
    />
  )
}

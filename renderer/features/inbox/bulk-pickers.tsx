import { UserRound, UserRoundX } from 'lucide-react'
import { useSession } from '../../actions/session-context.ts'
import { useBulk } from '../../actions/use-bulk.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useLive } from '../../bridge/use-live.ts'
import type { BulkPicking } from '../../store/selection-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { LostDialog } from '../../ui/lost-dialog.tsx'
import { MomentPicker } from '../../ui/moment-picker.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ReturnFocus } from '../../ui/return-focus.tsx'
import type { PickerOption } from '../../ui/picker-match.ts'
import { WonManyDialog } from './won-many-dialog.tsx'
import { newTagOption, priorityOptions, stageOptions, tagOptions } from './triage-options.tsx'
import type { StageChoice } from '#shared/contract/lead-models.ts'
import type { Priority } from '#shared/domain/vocabulary.ts'

/** What is being chosen for the selected conversations, if anything is. */
export function BulkPickers() {
  const picking = useApp((state) => state.bulkPicking)
  return (
    picking && (
      <ReturnFocus>
        <Chosen picking={picking} />
      </ReturnFocus>
    )
  )
}

function Chosen({ picking }: { picking: BulkPicking }) {
  const store = useAppStore()
  /** Unless choosing has led on to another question. */
  const onClose = () => {
    if (store.getState().bulkPicking === picking) store.getState().setBulkPicking(null)
  }
  if (picking.what === 'close') return <Close stage={picking.stage} onClose={onClose} />
  const Sheet = { snooze: Snooze, priority: PriorityOf, stage: Stage, tags: Tags, assign: Assign }[picking.what]
  return <Sheet onClose={onClose} />
}

interface PickedProps {
  onClose: () => void
}

function Snooze({ onClose }: PickedProps) {
  const bulk = useBulk()
  return (
    <MomentPicker
      open
      title="Snooze the selected until"
      onPick={(until) => void bulk({ kind: 'snooze', until })}
      onClose={onClose}
    />
  )
}

function PriorityOf({ onClose }: PickedProps) {
  const bulk = useBulk()
  return (
    <Picker
      open
      title="Priority of the selected"
      placeholder="Urgent, high…"
      options={priorityOptions(undefined)}
      nothing={(text) => `There is no priority “${text}”.`}
      onPick={(id) => void bulk({ kind: 'prioritize', priority: id as Priority })}
      onClose={onClose}
    />
  )
}

function Stage({ onClose }: PickedProps) {
  const bulk = useBulk()
  const setBulkPicking = useApp((state) => state.setBulkPicking)
  const { value: choices } = useLive('lead.choices', {})
  const pick = (id: string) => {
    const stage = choices?.stages.find((choice) => choice.id === id)
    if (!stage) return
    if (stage.kind === 'open') void bulk({ kind: 'stage', stage_id: id, reason: null }, stage.name)
    else setBulkPicking({ what: 'close', stage })
  }
  return (
    <Picker
      open
      title="Stage of the selected leads"
      placeholder="Qualified, won…"
      options={stageOptions(choices?.stages ?? [])}
      nothing={(text) => text && `There is no stage “${text}”.`}
      onPick={pick}
      onClose={onClose}
    />
  )
}

function Close({ stage, onClose }: PickedProps & { stage: StageChoice }) {
  const bulk = useBulk()
  const move = async (reason: string | null) => {
    onClose()
    await bulk({ kind: 'stage', stage_id: stage.id, reason }, stage.name)
  }
  if (stage.kind === 'won') return <WonManyDialog stage={stage.name} onClose={onClose} onMove={() => move(null)} />
  return <LostDialog stage={stage.name} question="Why are these leads lost?" onClose={onClose} onMove={move} />
}

function Tags({ onClose }: PickedProps) {
  const bulk = useBulk()
  const { value: choices } = useLive('lead.choices', {})
  const options = tagOptions(choices?.tags ?? [], [])
  return (
    <Picker
      open
      title="Tag the selected leads"
      placeholder="vip, follow up…"
      options={options}
      fromText={(text) => newTagOption(text, options)}
      nothing={(text) => (text ? 'A tag has at most 100 characters.' : 'Type a tag.')}
      onPick={(tag) => void bulk({ kind: 'tag', tag })}
      onClose={onClose}
    />
  )
}

const NOBODY = 'nobody'

function Assign({ onClose }: PickedProps) {
  const bulk = useBulk()
  const { user } = useSession()
  const { members, nameOf } = useTeam()
  const colleagues = members
    .filter(({ id, role }) => id !== user.id && role !== 'viewer')
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const options: PickerOption[] = [
    { id: user.id, label: 'Me', icon: <UserRound aria-hidden className="size-3.5" /> },
    ...colleagues.map(({ id, name }) => ({ id, label: name, icon: <Avatar id={id} name={name} size={20} /> })),
    {
      id: NOBODY,
      label: 'Back to the owner or the pool',
      icon: <UserRoundX aria-hidden className="size-3.5" />,
    },
  ]
  return (
    <Picker
      open
      title="Assign the selected to"
      placeholder="Ana, me…"
      options={options}
      nothing={(text) => `Nobody is called “${text}”.`}
      onPick={(id) =>
        id === NOBODY
          ? void bulk({ kind: 'assign', assigned_to: null })
          : void bulk({ kind: 'assign', assigned_to: id }, id === user.id ? 'you' : nameOf(id))
      }
      onClose={onClose}
    />
  )
}

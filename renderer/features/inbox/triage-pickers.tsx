import { useLeadEdits } from '../../actions/use-lead-edits.ts'
import { useTriage } from '../../actions/use-triage.ts'
import { useLive } from '../../bridge/use-live.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { Picking, Subject } from '../../store/inbox-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { ClosingDialog, type ClosingAnswers } from '../../ui/closing-dialog.tsx'
import { MomentPicker } from '../../ui/moment-picker.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ReturnFocus } from '../../ui/return-focus.tsx'
import { newTagOption, priorityOptions, stageOptions, tagOptions } from './triage-options.tsx'
import type { StageChoice } from '#shared/contract/lead-models.ts'
import type { Priority } from '#shared/domain/vocabulary.ts'

/** What is being chosen for a conversation, if anything is. */
export function TriagePickers() {
  const picking = useApp((state) => state.picking)
  return (
    picking && (
      <ReturnFocus>
        <Chosen picking={picking} />
      </ReturnFocus>
    )
  )
}

function Chosen({ picking }: { picking: Picking }) {
  const store = useAppStore()
  /** Unless choosing has led on to another question. */
  const onClose = () => {
    if (store.getState().picking === picking) store.getState().setPicking(null)
  }
  const { subject } = picking
  if (picking.what === 'close') return <Close subject={subject} stage={picking.stage} onClose={onClose} />
  const Sheet = { snooze: Snooze, priority: PriorityOf, stage: Stage, tags: Tags }[picking.what]
  return <Sheet subject={subject} onClose={onClose} />
}

interface PickedProps {
  subject: Subject
  onClose: () => void
}

/** How a conversation and its lead stand; undoing a change sets that again. Undefined until it is known. */
function useStanding(subject: Subject) {
  const { value } = useLive('triage.subject', { conversation_id: subject.id })
  const { value: choices } = useLive('lead.choices', {})
  const edits = useLeadEdits(value?.lead ?? { id: subject.lead_id, owner_id: null, stage: null, stage_override: false })
  return { edits, standing: value && choices ? { ...value, choices } : undefined }
}

function Snooze({ subject, onClose }: PickedProps) {
  const triage = useTriage()
  return (
    <MomentPicker
      open
      title={`Snooze ${nameOf(subject.label)} until`}
      onPick={(until) => void triage.snooze(subject, until)}
      onClose={onClose}
    />
  )
}

function PriorityOf({ subject, onClose }: PickedProps) {
  const triage = useTriage()
  const { standing } = useStanding(subject)
  const pick = (priority: Priority) => {
    if (standing && priority !== standing.priority) void triage.prioritize(subject, priority, standing.priority)
  }
  return (
    <Picker
      open
      title={`Priority of ${nameOf(subject.label)}`}
      placeholder="Urgent, high…"
      options={standing ? priorityOptions(standing.priority) : []}
      nothing={(text) => text && `There is no priority “${text}”.`}
      onPick={(id) => pick(id as Priority)}
      onClose={onClose}
    />
  )
}

function Stage({ subject, onClose }: PickedProps) {
  const setPicking = useApp((state) => state.setPicking)
  const { standing, edits } = useStanding(subject)
  const pick = (id: string) => {
    const stage = standing?.choices.stages.find((choice) => choice.id === id)
    if (!stage || id === standing?.lead.stage?.id) return
    if (stage.kind === 'open') void edits.move(stage, {})
    else setPicking({ what: 'close', subject, stage })
  }
  return (
    <Picker
      open
      title={`Stage of ${nameOf(subject.label)}`}
      placeholder="Qualified, won…"
      options={standing ? stageOptions(standing.choices.stages, standing.lead.stage?.id) : []}
      nothing={(text) => text && `There is no stage “${text}”.`}
      onPick={pick}
      onClose={onClose}
    />
  )
}

function Close({ subject, stage, onClose }: PickedProps & { stage: StageChoice }) {
  const { edits } = useStanding(subject)
  const move = async (answers: ClosingAnswers) => {
    if (await edits.move(stage, answers)) onClose()
  }
  const lead = { id: subject.lead_id, label: subject.label }
  return <ClosingDialog lead={lead} stage={stage} onClose={onClose} onMove={move} />
}

function Tags({ subject, onClose }: PickedProps) {
  const showToast = useApp((state) => state.showToast)
  const { standing, edits } = useStanding(subject)
  const options = standing ? tagOptions(standing.choices.tags, standing.lead.tags) : []
  const toggle = async (tag: string) => {
    const has = standing?.lead.tags.includes(tag)
    const wrong = await edits.tag(has ? { add: [], remove: [tag] } : { add: [tag], remove: [] })
    if (wrong) showToast({ tone: 'error', text: wrong })
  }
  return (
    <Picker
      open
      several
      title={`Tags of ${nameOf(subject.label)}`}
      placeholder="vip, follow up…"
      options={options}
      fromText={(text) => (standing ? newTagOption(text, options) : [])}
      nothing={(text) => (text ? 'A tag has at most 100 characters.' : 'Type a tag.')}
      onPick={(tag) => void toggle(tag)}
      onClose={onClose}
    />
  )
}

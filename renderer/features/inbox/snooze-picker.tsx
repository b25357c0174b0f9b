import { useTriage } from '../../actions/use-triage.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { MomentPicker } from '../../ui/moment-picker.tsx'

/** Until when a conversation is put away. */
export function SnoozePicker() {
  const subject = useApp((state) => state.snoozing)
  const setSnoozing = useApp((state) => state.setSnoozing)
  const triage = useTriage()
  return (
    <MomentPicker
      open={subject !== null}
      title={subject ? `Snooze ${nameOf(subject.label)} until` : ''}
      onPick={(at) => subject && void triage.snooze(subject, at)}
      onClose={() => setSnoozing(null)}
    />
  )
}

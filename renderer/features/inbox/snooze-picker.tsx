import { AlarmClock } from 'lucide-react'
import { useTriage } from '../../actions/use-triage.ts'
import { readSnooze, snoozePresets } from '../../format/snooze-words.ts'
import { fullTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Picker } from '../../ui/picker.tsx'
import type { PickerOption } from '../../ui/picker-match.ts'
import { useNow } from '../../ui/use-now.ts'

const ICON = <AlarmClock aria-hidden className="size-3.5" />

/** Until when a conversation is put away: presets, or a moment in words. The id of an option is its time. */
export function SnoozePicker() {
  const subject = useApp((state) => state.snoozing)
  const setSnoozing = useApp((state) => state.setSnoozing)
  const triage = useTriage()
  const now = useNow()
  const option = (label: string, at: number): PickerOption => ({
    id: String(at),
    label,
    hint: fullTime(at),
    icon: ICON,
  })
  const ofWords = (text: string): PickerOption[] => {
    const read = text.trim() === '' ? null : readSnooze(text, now)
    return read && 'at' in read ? [option(text.trim(), read.at)] : []
  }
  return (
    <Picker
      open={subject !== null}
      title={subject ? `Snooze ${nameOf(subject.label)} until` : ''}
      placeholder="next tue 9am, in 3 days…"
      options={snoozePresets(now).map(({ label, at }) => option(label, at))}
      fromText={ofWords}
      nothing={(text) => {
        const read = readSnooze(text, now)
        return 'error' in read ? read.error : null
      }}
      onPick={(id) => subject && void triage.snooze(subject, Number(id))}
      onClose={() => setSnoozing(null)}
    />
  )
}

import { AlarmClock } from 'lucide-react'
import { readSnooze, snoozePresets } from '../format/snooze-words.ts'
import { fullTime } from '../format/time.ts'
import { Picker } from './picker.tsx'
import type { PickerOption } from './picker-match.ts'
import { useNow } from './use-now.ts'

interface MomentPickerProps {
  open: boolean
  title: string
  /** The last moment that can be chosen, milliseconds since 1970, and what is said about later ones. */
  latest?: { at: number; sentence: string } | undefined
  /** @param at milliseconds since 1970 */
  onPick: (at: number) => void
  onClose: () => void
}

const ICON = <AlarmClock aria-hidden className="size-3.5" />

/** A moment still to come: presets, or words such as “next tue 9am”. The id of an option is its time. */
export function MomentPicker({ open, title, latest, onPick, onClose }: MomentPickerProps) {
  const now = useNow()
  const option = (label: string, at: number): PickerOption => ({
    id: String(at),
    label,
    hint: fullTime(at),
    icon: ICON,
  })
  const read = (text: string) => {
    const words = readSnooze(text, now)
    return latest && 'at' in words && words.at > latest.at ? { error: latest.sentence } : words
  }
  const ofWords = (text: string): PickerOption[] => {
    const words = text.trim() === '' ? null : read(text)
    return words && 'at' in words ? [option(text.trim(), words.at)] : []
  }
  return (
    <Picker
      open={open}
      title={title}
      placeholder="next tue 9am, in 3 days…"
      options={snoozePresets(now)
        .filter(({ at }) => !latest || at <= latest.at)
        .map(({ label, at }) => option(label, at))}
      fromText={ofWords}
      nothing={(text) => {
        const words = text.trim() === '' && latest ? { error: latest.sentence } : read(text)
        return 'error' in words ? words.error : null
      }}
      onPick={(id) => onPick(Number(id))}
      onClose={onClose}
    />
  )
}

/** Other keys for the same actions, as the rep chooses (product.md, Keys). */
import type { KeyPreset } from '../store/preferences-slice.ts'
import { BINDINGS, type Binding, type KeyAction } from './key-map.ts'

type Keys = Pick<Binding, 'key' | 'shift'>

/** Where Gmail has another key than Leadline; the first is the one that is shown. All else stays as it is. */
const GMAIL: Partial<Record<KeyAction, readonly Keys[]>> = {
  open: [{ key: 'o' }, { key: 'Enter' }],
  back: [{ key: 'u' }, { key: 'Escape' }],
  next_split: [{ key: '`' }],
  previous_split: [{ key: '~' }],
  snooze: [{ key: 'b' }],
  unsnooze: [{ key: 'b', shift: true }],
  mark_unread: [{ key: 'u', shift: true }],
}

/** Keys that every window has, whatever the preset: they make no text. */
const ALWAYS: ReadonlySet<string> = new Set(['Enter', 'Escape'])

function gmail(): Binding[] {
  return BINDINGS.flatMap((binding) => {
    const others = (binding.on ?? 'inbox') === 'inbox' ? GMAIL[binding.action] : undefined
    return others ? others.map((keys) => ({ ...binding, ...keys })) : [binding]
  })
}

/** The bindings of each preset. `off` leaves Enter, Escape and what goes with Ctrl. */
export const PRESETS: Readonly<Record<KeyPreset, readonly Binding[]>> = {
  default: BINDINGS,
  gmail: gmail(),
  off: BINDINGS.filter(({ key, mod }) => mod || ALWAYS.has(key)),
}

/** Every key of the app in one place: what it does, and what the help sheet says about it (product.md, Keys). */

export type KeyAction =
  | 'next'
  | 'previous'
  | 'open'
  | 'pop_out'
  | 'print'
  | 'back'
  | 'done'
  | 'reopen'
  | 'select'
  | 'select_next'
  | 'select_previous'
  | 'claim'
  | 'snooze'
  | 'unsnooze'
  | 'mark_unread'
  | 'priority'
  | 'stage'
  | 'tags'
  | 'assign'
  | 'reply'
  | 'note'
  | 'toggle_ai'
  | 'new_lead'
  | 'next_split'
  | 'previous_split'
  | 'filter'
  | 'views'
  | 'panel'
  | 'conflicts'
  | 'take_mine'
  | 'take_theirs'
  | 'edit_value'
  | 'apply'
  | 'discard_change'
  | 'undo'
  | 'help'
  | 'search'
  | 'palette'
  | 'settings'
  | 'import'
  | 'export'
  | 'inbox'
  | 'pipeline'
  | 'mentions'
  | 'lift'
  | 'move_to'
  | 'tasks'
  | 'new_task'
  | 'week'
  | 'quick_note'
  | 'edit_task'
  | 'delete_task'
  | 'scope'

/** The screens that have keys of their own. */
export type KeyScreen = 'inbox' | 'conflicts' | 'search' | 'pipeline' | 'mentions' | 'tasks'

/** The keys of a keyboard event, without the DOM. */
export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  repeat: boolean
  isComposing: boolean
  /** AltGr is down: the press makes a character of the layout and is never a shortcut. */
  altGraph: boolean
}

/** Where the press lands: in text, on something that has a use for Enter and Space itself, or on neither. */
export type KeyTarget = 'text' | 'control' | 'page'

export interface Binding {
  action: KeyAction
  /** A letter (whatever the layout prints on it), or a `KeyboardEvent.key`. */
  key: string
  shift?: true
  /** Ctrl, or ⌘ on macOS. Such keys work while typing too. */
  mod?: true
  /** Pressed before it, and let go. */
  after?: 'g'
  /** Holding the key down repeats it. */
  repeats?: true
  label: string
  group: 'Move' | 'Conversation' | 'Write' | 'Window' | 'Conflict Centre' | 'Pipeline' | 'Mentions' | 'Tasks'
  /** Where it works; the inbox unless told otherwise. */
  on?: KeyScreen | 'everywhere'
}

export const BINDINGS: readonly Binding[] = [
  { action: 'next', key: 'j', repeats: true, group: 'Move', label: 'Next conversation' },
  { action: 'previous', key: 'k', repeats: true, group: 'Move', label: 'Previous conversation' },
  { action: 'open', key: 'Enter', group: 'Move', label: 'Open conversation' },
  { action: 'back', key: 'Escape', group: 'Move', label: 'Back' },
  { action: 'next_split', key: ']', group: 'Move', label: 'Next split' },
  { action: 'previous_split', key: '[', group: 'Move', label: 'Previous split' },
  { action: 'filter', key: 'f', group: 'Move', label: 'Filter the list' },
  { action: 'views', key: 'v', group: 'Move', label: 'Saved views' },
  { action: 'select', key: 'x', group: 'Move', label: 'Select' },
  { action: 'select_next', key: 'j', shift: true, repeats: true, group: 'Move', label: 'Select down to the next' },
  {
    action: 'select_previous',
    key: 'k',
    shift: true,
    repeats: true,
    group: 'Move',
    label: 'Select up to the previous',
  },
  { action: 'done', key: 'e', group: 'Conversation', label: 'Done, go to the next' },
  { action: 'reopen', key: 'e', shift: true, group: 'Conversation', label: 'Reopen' },
  { action: 'snooze', key: 'h', group: 'Conversation', label: 'Snooze' },
  { action: 'unsnooze', key: 'h', shift: true, group: 'Conversation', label: 'Back from snooze' },
  { action: 'mark_unread', key: 'u', group: 'Conversation', label: 'Mark as unread' },
  { action: 'priority', key: 'p', group: 'Conversation', label: 'Priority' },
  { action: 'stage', key: 's', group: 'Conversation', label: 'Stage of the lead' },
  { action: 'tags', key: 'l', group: 'Conversation', label: 'Tags of the lead' },
  { action: 'claim', key: 'i', group: 'Conversation', label: 'Claim from the pool' },
  { action: 'assign', key: 'a', group: 'Conversation', label: 'Assign' },
  { action: 'undo', key: 'z', group: 'Conversation', label: 'Undo the last step' },
  { action: 'reply', key: 'r', group: 'Write', label: 'Reply' },
  { action: 'note', key: 'm', group: 'Write', label: 'Note' },
  { action: 'quick_note', key: 'm', shift: true, on: 'everywhere', group: 'Write', label: 'Note about any lead' },
  { action: 'new_task', key: 't', group: 'Write', label: 'New task' },
  { action: 'toggle_ai', key: 't', shift: true, group: 'Write', label: 'Take over from the AI, or let it answer' },
  { action: 'new_lead', key: 'n', group: 'Write', label: 'New lead' },
  { action: 'panel', key: '\\', mod: true, group: 'Window', label: 'Lead details' },
  { action: 'pop_out', key: 'Enter', shift: true, group: 'Window', label: 'Conversation in a window of its own' },
  { action: 'print', key: 'p', mod: true, group: 'Window', label: 'Print the conversation, or save it as a PDF' },
  { action: 'conflicts', key: 'a', shift: true, group: 'Window', label: 'Conflict Centre' },
  { action: 'inbox', key: 'i', after: 'g', on: 'everywhere', group: 'Window', label: 'Go to the inbox' },
  { action: 'pipeline', key: 'p', after: 'g', on: 'everywhere', group: 'Window', label: 'Go to the pipeline' },
  { action: 'mentions', key: 'm', after: 'g', on: 'everywhere', group: 'Window', label: 'Go to your mentions' },
  { action: 'tasks', key: 't', after: 'g', on: 'everywhere', group: 'Window', label: 'Go to the tasks' },
  { action: 'import', key: 'l', after: 'g', on: 'everywhere', group: 'Window', label: 'Import and export leads' },
  { action: 'export', key: 'e', after: 'g', on: 'everywhere', group: 'Window', label: 'Export the leads of this view' },
  { action: 'search', key: '/', on: 'everywhere', group: 'Window', label: 'Search' },
  { action: 'palette', key: 'k', mod: true, on: 'everywhere', group: 'Window', label: 'Command palette' },
  { action: 'settings', key: ',', mod: true, on: 'everywhere', group: 'Window', label: 'Settings' },
  { action: 'help', key: '?', on: 'everywhere', group: 'Window', label: 'This help' },
  { action: 'next', key: 'j', repeats: true, on: 'conflicts', group: 'Conflict Centre', label: 'Next change' },
  { action: 'previous', key: 'k', repeats: true, on: 'conflicts', group: 'Conflict Centre', label: 'Previous change' },
  { action: 'take_mine', key: 'm', on: 'conflicts', group: 'Conflict Centre', label: 'Mine' },
  { action: 'take_theirs', key: 't', on: 'conflicts', group: 'Conflict Centre', label: 'Theirs' },
  { action: 'edit_value', key: 'e', on: 'conflicts', group: 'Conflict Centre', label: 'Edit' },
  { action: 'apply', key: 'Enter', on: 'conflicts', group: 'Conflict Centre', label: 'Apply' },
  { action: 'discard_change', key: 'x', on: 'conflicts', group: 'Conflict Centre', label: 'Discard' },
  { action: 'undo', key: 'z', on: 'conflicts', group: 'Conflict Centre', label: 'Undo' },
  { action: 'next_split', key: ']', on: 'conflicts', group: 'Conflict Centre', label: 'Next tab' },
  { action: 'previous_split', key: '[', on: 'conflicts', group: 'Conflict Centre', label: 'Previous tab' },
  { action: 'back', key: 'Escape', on: 'conflicts', group: 'Conflict Centre', label: 'Back' },
  { action: 'next', key: 'j', repeats: true, on: 'mentions', group: 'Mentions', label: 'Next mention' },
  { action: 'previous', key: 'k', repeats: true, on: 'mentions', group: 'Mentions', label: 'Previous mention' },
  { action: 'open', key: 'Enter', on: 'mentions', group: 'Mentions', label: 'Open the note' },
  { action: 'mark_unread', key: 'u', on: 'mentions', group: 'Mentions', label: 'Mark as read or unread' },
  { action: 'undo', key: 'z', on: 'mentions', group: 'Mentions', label: 'Undo the last step' },
  { action: 'back', key: 'Escape', on: 'mentions', group: 'Mentions', label: 'Back' },
  { action: 'lift', key: ' ', on: 'pipeline', group: 'Pipeline', label: 'Lift the card, ← → to a stage, drop it' },
  { action: 'open', key: 'Enter', on: 'pipeline', group: 'Pipeline', label: 'Open beside the board' },
  { action: 'move_to', key: 's', on: 'pipeline', group: 'Pipeline', label: 'Move to a stage' },
  { action: 'reply', key: 'r', on: 'pipeline', group: 'Pipeline', label: 'Reply' },
  { action: 'note', key: 'm', on: 'pipeline', group: 'Pipeline', label: 'Note' },
  { action: 'filter', key: 'f', on: 'pipeline', group: 'Pipeline', label: 'Filter the board' },
  { action: 'views', key: 'v', on: 'pipeline', group: 'Pipeline', label: 'Saved views' },
  { action: 'new_task', key: 't', on: 'pipeline', group: 'Pipeline', label: 'New task' },
  { action: 'new_lead', key: 'n', on: 'pipeline', group: 'Pipeline', label: 'New lead' },
  { action: 'undo', key: 'z', on: 'pipeline', group: 'Pipeline', label: 'Undo the last step' },
  {
    action: 'back',
    key: 'Escape',
    on: 'pipeline',
    group: 'Pipeline',
    label: 'Put the card back, or close the conversation',
  },
  { action: 'next', key: 'j', repeats: true, on: 'tasks', group: 'Tasks', label: 'Next task' },
  { action: 'previous', key: 'k', repeats: true, on: 'tasks', group: 'Tasks', label: 'Previous task' },
  { action: 'open', key: 'Enter', on: 'tasks', group: 'Tasks', label: 'Open beside the list' },
  { action: 'done', key: 'e', on: 'tasks', group: 'Tasks', label: 'Done' },
  { action: 'snooze', key: 'h', on: 'tasks', group: 'Tasks', label: 'Another time' },
  { action: 'assign', key: 'a', on: 'tasks', group: 'Tasks', label: 'Hand over' },
  { action: 'edit_task', key: 'd', on: 'tasks', group: 'Tasks', label: 'Edit' },
  { action: 'delete_task', key: 'Delete', on: 'tasks', group: 'Tasks', label: 'Delete' },
  { action: 'reply', key: 'r', on: 'tasks', group: 'Tasks', label: 'Reply' },
  { action: 'note', key: 'm', on: 'tasks', group: 'Tasks', label: 'Note' },
  { action: 'next_split', key: ']', on: 'tasks', group: 'Tasks', label: 'Next list' },
  { action: 'previous_split', key: '[', on: 'tasks', group: 'Tasks', label: 'Previous list' },
  { action: 'week', key: 'w', on: 'tasks', group: 'Tasks', label: 'List or week' },
  { action: 'scope', key: 'f', on: 'tasks', group: 'Tasks', label: 'Mine, or everybody’s' },
  { action: 'new_lead', key: 'n', on: 'tasks', group: 'Tasks', label: 'New lead' },
  { action: 'undo', key: 'z', on: 'tasks', group: 'Tasks', label: 'Undo the last step' },
  { action: 'back', key: 'Escape', on: 'tasks', group: 'Tasks', label: 'Close the conversation' },
  { action: 'new_task', key: 't', on: 'tasks', group: 'Tasks', label: 'New task' },
]

/** Keys that the composer handles itself, as the help sheet lists them. */
export const SEND_LABEL = 'Send, or add the note'
export const SEND_AND_DONE_LABEL = 'Send, done, go to the next'

/**
 * The action a key press asks for; null when it is not ours to take.
 * @param bindings of the preset that the rep has chosen
 * @param after the key pressed just before, where it begins a sequence
 */
export function actionOf(
  press: KeyPress,
  target: KeyTarget,
  mac: boolean,
  screen: KeyScreen = 'inbox',
  bindings: readonly Binding[] = BINDINGS,
  after: 'g' | null = null,
): KeyAction | null {
  if (press.isComposing || press.altGraph || press.altKey) return null
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (other) return null
  const binding = bindings.find(
    (candidate) => (candidate.after ?? null) === after && worksOn(candidate, screen) && matches(candidate, press, mod),
  )
  if (!binding || (press.repeat && !binding.repeats)) return null
  if (target === 'text' && !binding.mod) return null
  if (target === 'control' && binding.key === 'Enter') return null
  return binding.action
}

const worksOn = ({ on = 'inbox' }: Binding, screen: KeyScreen): boolean => on === 'everywhere' || on === screen

function matches(binding: Binding, press: KeyPress, mod: boolean): boolean {
  if (mod !== Boolean(binding.mod)) return false
  if (binding.key === 'Enter') return press.key === 'Enter' && press.shiftKey === Boolean(binding.shift)
  if (!/^[a-z]$/.test(binding.key)) return press.key === binding.key
  return letterOf(press) === binding.key && press.shiftKey === Boolean(binding.shift)
}

/** Whether a press begins a sequence: G, and then where to. */
export function beginsSequence(press: KeyPress, target: KeyTarget): boolean {
  if (press.isComposing || press.altGraph || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey)
    return false
  return target !== 'text' && letterOf(press) === 'g'
}

/** The Latin letter of a press; on a layout without Latin letters, the one in the same place of a US keyboard. */
function letterOf({ key, code }: KeyPress): string | null {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  const place = /^Key([A-Z])$/.exec(code)?.[1]
  return place && /^\p{L}$/u.test(key) ? place.toLowerCase() : null
}

const SHOWN: Record<string, string> = { Enter: 'Enter', Escape: 'Esc', ' ': 'Space', Delete: 'Del' }

/** An action's keys as `Kbd` shows them; empty when it has none. */
export function shownKeys(action: KeyAction, mac: boolean, bindings: readonly Binding[] = BINDINGS): string {
  const binding = bindings.find((candidate) => candidate.action === action)
  return binding ? keysOf(binding, mac) : ''
}

export function keysOf(binding: Binding, mac: boolean): string {
  const key = SHOWN[binding.key] ?? binding.key.toUpperCase()
  return [binding.after?.toUpperCase(), binding.mod && (mac ? '⌘' : 'Ctrl'), binding.shift && '⇧', key]
    .filter(Boolean)
    .join(' ')
}

import type { KeyPress } from '../../keyboard/key-map.ts'

export type PanelAction = 'next' | 'previous' | 'open' | 'claim' | 'call' | 'reply' | 'snooze' | 'pass' | 'close'

/** The keys of the panel; where the inbox has the same action, it has the same key. */
const KEYS: Record<string, PanelAction> = {
  arrowdown: 'next',
  j: 'next',
  arrowup: 'previous',
  k: 'previous',
  enter: 'open',
  i: 'claim',
  d: 'call',
  r: 'reply',
  h: 'snooze',
  p: 'pass',
  escape: 'close',
}

/** What a press asks for; null for one with a modifier, or that a focused button takes itself. */
export function panelActionOf(
  press: Pick<KeyPress, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  onButton: boolean,
): PanelAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  const action = KEYS[press.key.toLowerCase()] ?? null
  return action === 'open' && onButton ? null : action
}

import { useEffect, useEffectEvent, useRef } from 'react'
import { useBridge } from '../bridge/bridge-context.ts'
import { useApp, useAppStore } from '../store/store-context.ts'
import { actionOf, beginsSequence, type KeyAction, type KeyPress, type KeyScreen, type KeyTarget } from './key-map.ts'
import { PRESETS } from './presets.ts'

/** The second key of a sequence is pressed within this time, in ms. */
const SEQUENCE_MS = 1_500

/** Layers that have keys of their own while the focus is in them. */
const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"]'
/** Sheets that have opened. They get the focus a moment later, and a key pressed between is not meant for what they cover. */
const OPENED = ':is([role="dialog"], [role="alertdialog"])[data-open]'
const TEXT = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]'
const CONTROLS = 'button, a[href], summary, input, [role="tab"], [role="separator"]'

export type KeyHandlers = Readonly<Partial<Record<KeyAction, () => unknown>>>

/** Runs the handlers of the key map for presses anywhere in the window, while that screen is the one shown. */
export function useKeyboard(handlers: KeyHandlers, screen: KeyScreen): void {
  const store = useAppStore()
  const preset = useApp((state) => state.preferences.keyPreset)
  const mac = useBridge().desk.platform === 'darwin'
  const begun = useRef(-Infinity)
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null
    if (event.defaultPrevented || target?.closest(LAYERS) || document.querySelector(OPENED)) return
    const press = pressOf(event)
    const after = event.timeStamp - begun.current < SEQUENCE_MS ? 'g' : null
    begun.current = after === null && beginsSequence(press, targetKind(target)) ? event.timeStamp : -Infinity
    const action =
      store.getState().screen === screen
        ? actionOf(press, targetKind(target), mac, screen, PRESETS[preset], after)
        : null
    const handler = action && handlers[action]
    if (!handler) return
    event.preventDefault()
    handler()
  })
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  // What the palette was asked for runs as if its key had been pressed.
  const asked = useApp((state) => state.askedAction)
  const onAsked = useEffectEvent((action: KeyAction) => {
    const { askedAction, askAction, screen: shown } = store.getState()
    const handler = handlers[action]
    if (!handler || askedAction !== action || shown !== screen) return
    askAction(null)
    handler()
  })
  useEffect(() => {
    if (asked) onAsked(asked)
  }, [asked])
}

/** A keyboard event as the key map takes it. */
export function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing } = event
  const altGraph = event.getModifierState('AltGraph')
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing, altGraph }
}

function targetKind(target: Element | null): KeyTarget {
  if (target?.closest(TEXT)) return 'text'
  return target?.closest(CONTROLS) ? 'control' : 'page'
}

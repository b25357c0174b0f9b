import { expect, it } from 'vitest'
import { actionOf, BINDINGS, keysOf, shownKeys, type KeyPress } from './key-map.ts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  altGraph: false,
  ...change,
})

it('knows the keys of the inbox', () => {
  const keys = ['j', 'k', 'Enter', 'Escape', 'r', 'm', 'e', 'i', 'a', 'p', 's', 'l', 'z', ']', '[', '?']
  expect(keys.map((key) => actionOf(press(key), 'page', false))).toEqual([
    'next',
    'previous',
    'open',
    'back',
    'reply',
    'note',
    'done',
    'claim',
    'assign',
    'priority',
    'stage',
    'tags',
    'undo',
    'next_split',
    'previous_split',
    'help',
  ])
  expect(actionOf(press('E', { shiftKey: true }), 'page', false)).toBe('reopen')
  expect(actionOf(press('J', { shiftKey: true }), 'page', false)).toBe('select_next')
})

it('takes nothing from a text field but combinations with Ctrl', () => {
  for (const { key, mod } of BINDINGS) {
    expect(actionOf(press(key, { ctrlKey: Boolean(mod) }), 'text', false) !== null).toBe(Boolean(mod))
  }
})

it('never takes AltGr, Alt, a composition, or a foreign modifier', () => {
  expect(actionOf(press(']', { altGraph: true }), 'page', false)).toBeNull()
  expect(actionOf(press('\\', { ctrlKey: true, altKey: true }), 'text', false)).toBeNull()
  expect(actionOf(press('j', { isComposing: true }), 'page', false)).toBeNull()
  expect(actionOf(press('r', { ctrlKey: true }), 'page', false)).toBeNull()
  expect(actionOf(press('r', { metaKey: true }), 'page', true)).toBeNull()
  expect(actionOf(press('E', { shiftKey: true, ctrlKey: true }), 'page', false)).toBeNull()
})

it('leaves Enter to buttons and links', () => {
  expect(actionOf(press('Enter'), 'control', false)).toBeNull()
  expect(actionOf(press('j'), 'control', false)).toBe('next')
})

it('finishes one conversation when E is held down, but keeps moving with J', () => {
  expect(actionOf(press('e', { repeat: true }), 'page', false)).toBeNull()
  expect(actionOf(press('j', { repeat: true }), 'page', false)).toBe('next')
})

it('works on layouts without Latin letters, by place', () => {
  expect(actionOf(press('о', { code: 'KeyJ' }), 'page', false)).toBe('next')
  expect(actionOf(press('ل', { code: 'KeyG' }), 'page', false)).toBeNull()
})

it('follows the letter, not the place, on Latin layouts', () => {
  expect(actionOf(press('a', { code: 'KeyQ' }), 'page', false)).toBe('assign')
})

it('uses ⌘ on a Mac', () => {
  expect(actionOf(press('\\', { metaKey: true }), 'text', true)).toBe('panel')
  expect(shownKeys('panel', true)).toBe('⌘ \\')
  expect(shownKeys('reopen', false)).toBe('⇧ E')
})

it('binds no key twice on one screen', () => {
  for (const screen of ['inbox', 'conflicts', 'pipeline'] as const) {
    const seen = BINDINGS.filter(({ on = 'inbox' }) => on === screen || on === 'everywhere').map((binding) =>
      keysOf(binding, false),
    )
    expect(new Set(seen).size).toBe(seen.length)
  }
})

it('gives a key another meaning in the Conflict Centre, and the help everywhere', () => {
  const keys = ['j', 'k', 'm', 't', 'e', 'Enter', 'x', 'z', '?', 'r']
  expect(keys.map((key) => actionOf(press(key), 'page', false, 'conflicts'))).toEqual([
    'next',
    'previous',
    'take_mine',
    'take_theirs',
    'edit_value',
    'apply',
    'discard_change',
    'undo',
    'help',
    null,
  ])
})

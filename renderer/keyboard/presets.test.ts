import { expect, it } from 'vitest'
import { actionOf, BINDINGS, keysOf, shownKeys, type KeyPress } from './key-map.ts'
import { KEY_PRESETS } from '../store/preferences-slice.ts'
import { PRESETS } from './presets.ts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  altGraph: false,
  ...change,
})

it('has Gmail’s keys where they differ, and Leadline’s for everything else', () => {
  const keys = ['o', 'Enter', 'u', 'Escape', '`', '~', 'j', 'e', 'r']
  expect(keys.map((key) => actionOf(press(key), 'page', false, 'inbox', PRESETS.gmail))).toEqual([
    'open',
    'open',
    'back',
    'back',
    'next_split',
    'previous_split',
    'next',
    'done',
    'reply',
  ])
  expect(actionOf(press(']'), 'page', false, 'inbox', PRESETS.gmail)).toBeNull()
  expect(shownKeys('open', false, PRESETS.gmail)).toBe('O')
})

it('leaves the Conflict Centre its keys in Gmail’s preset', () => {
  expect(actionOf(press(']'), 'page', false, 'conflicts', PRESETS.gmail)).toBe('next_split')
  expect(actionOf(press('u'), 'page', false, 'conflicts', PRESETS.gmail)).toBeNull()
})

it('takes no single character when the keys are off, but Enter, Escape and what goes with Ctrl', () => {
  for (const { key, shift, on = 'inbox' } of BINDINGS.filter((binding) => binding.key.length === 1)) {
    const screen = on === 'everywhere' ? 'inbox' : on
    expect(actionOf(press(key, { shiftKey: Boolean(shift) }), 'page', false, screen, PRESETS.off)).toBeNull()
  }
  expect(actionOf(press('Escape'), 'page', false, 'inbox', PRESETS.off)).toBe('back')
  expect(actionOf(press('\\', { ctrlKey: true }), 'page', false, 'inbox', PRESETS.off)).toBe('panel')
  expect(shownKeys('done', false, PRESETS.off)).toBe('')
})

it('takes nothing from text fields, AltGr or a composition in any preset', () => {
  for (const preset of KEY_PRESETS) {
    for (const { key, shift, mod } of PRESETS[preset]) {
      const plain = press(key, { shiftKey: Boolean(shift) })
      expect(actionOf(plain, 'text', false, 'inbox', PRESETS[preset])).toBeNull()
      const withMod = { ...plain, ctrlKey: Boolean(mod) }
      expect(actionOf({ ...withMod, altGraph: true }, 'page', false, 'inbox', PRESETS[preset])).toBeNull()
      expect(actionOf({ ...withMod, isComposing: true }, 'page', false, 'inbox', PRESETS[preset])).toBeNull()
    }
  }
})

it('binds no key twice on one screen in any preset', () => {
  for (const preset of KEY_PRESETS) {
    for (const screen of ['inbox', 'conflicts', 'pipeline']) {
      const seen = PRESETS[preset]
        .filter(({ on = 'inbox' }) => on === screen || on === 'everywhere')
        .map((binding) => keysOf(binding, false))
      expect(new Set(seen).size).toBe(seen.length)
    }
  }
})

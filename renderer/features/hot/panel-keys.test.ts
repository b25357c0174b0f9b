import { expect, test } from 'vitest'
import { panelActionOf } from './panel-keys.ts'

const press = (key: string, held: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })

test('every action has a key, whichever way the letter is written', () => {
  expect(panelActionOf(press('I'), false)).toBe('claim')
  expect(panelActionOf(press('ArrowDown'), false)).toBe('next')
  expect(panelActionOf(press('x'), false)).toBeNull()
})

test('with a modifier it is another key, and a button keeps its Enter', () => {
  expect(panelActionOf(press('r', { ctrlKey: true }), false)).toBeNull()
  expect(panelActionOf(press('Enter'), false)).toBe('open')
  expect(panelActionOf(press('Enter'), true)).toBeNull()
  expect(panelActionOf(press('Escape'), true)).toBe('close')
})

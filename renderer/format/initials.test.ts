import { expect, it } from 'vitest'
import { hueOf, initialsOf } from './initials.ts'

it.each([
  ['Ana Ruiz', 'AR'],
  ['Maximilian Freiherr von Hohenstein-Waldburg', 'MW'],
  ['Élodie', 'É'],
  ['سارة الأحمد', 'سا'],
  ['李小龙', '李'],
  ['🚗 Fast Cars', 'FC'],
  ['+44 7700 900123', null],
  ['someone@example.com', null],
  ['', null],
  [null, null],
])('takes the initials of %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

it('gives an id the same hue every time, and spreads the hues of ids that differ in one digit', () => {
  const hues = Array.from({ length: 100 }, (_, index) => hueOf(`0000-${index}`))
  expect(hues).toEqual(Array.from({ length: 100 }, (_, index) => hueOf(`0000-${index}`)))
  expect(new Set(hues.map((hue) => Math.floor(hue / 60))).size).toBe(6)
})

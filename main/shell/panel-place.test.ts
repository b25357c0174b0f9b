import { expect, test } from 'vitest'
import { panelPlace } from './panel-place.ts'

const size = { width: 380, height: 520 }
const area = { x: 0, y: 0, width: 1920, height: 1040 }

test('it stands above a tray at the bottom, and below one at the top', () => {
  expect(panelPlace({ x: 1500, y: 1050, width: 24, height: 24 }, area, size)).toEqual({ x: 1322, y: 512, ...size })
  expect(panelPlace({ x: 1500, y: 0, width: 24, height: 24 }, { ...area, y: 25 }, size)).toMatchObject({ y: 33 })
})

test('it stays on its display, also beside another one, and where nobody says where the tray is', () => {
  expect(panelPlace({ x: 1900, y: 1050, width: 24, height: 24 }, area, size).x).toBe(1920 - 380 - 8)
  const second = { x: 1920, y: 0, width: 1280, height: 720 }
  expect(panelPlace({ x: 1925, y: 725, width: 24, height: 24 }, second, size)).toMatchObject({ x: 1928, y: 192 })
  expect(panelPlace({ x: 0, y: 0, width: 0, height: 0 }, area, size)).toEqual({ x: 1532, y: 512, ...size })
})

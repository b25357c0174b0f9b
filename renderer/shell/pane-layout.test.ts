import { expect, it } from 'vitest'
import { LIST_WIDTH, PANEL_WIDTH } from '../store/preferences-slice.ts'
import { layConversation, layPanes, RAIL_WIDTH, THREAD_LEAST } from './pane-layout.ts'

const WISHES = { railOpen: false, listWidth: 352, panelOpen: true, panelWidth: 320 }

it('gives every pane what was wished where there is room', () => {
  expect(layPanes(1440, WISHES)).toEqual({ onePane: false, listWidth: 352, panelWidth: 320, panelFloats: false })
})

it('lets the list give way before the panel', () => {
  expect(layPanes(1200, WISHES)).toMatchObject({ listWidth: 344, panelWidth: 320 })
  expect(layPanes(1200, { ...WISHES, panelWidth: 440 })).toMatchObject({ listWidth: 280, panelWidth: 384 })
})

it('lays the panel over the thread below 1200 px, and where an open rail leaves no room for it', () => {
  expect(layPanes(1199, WISHES).panelFloats).toBe(true)
  expect(layPanes(1200, { ...WISHES, railOpen: true }).panelFloats).toBe(true)
  expect(layPanes(1260, { ...WISHES, railOpen: true }).panelFloats).toBe(false)
})

it('shows one pane below 900 px', () => {
  expect(layPanes(899, WISHES).onePane).toBe(true)
  expect(layPanes(900, WISHES).onePane).toBe(false)
})

it('never takes the thread’s least width, whatever was wished', () => {
  for (let width = 900; width <= 2000; width += 7) {
    for (const railOpen of [false, true]) {
      for (const panelOpen of [false, true]) {
        const wishes = { railOpen, panelOpen, listWidth: LIST_WIDTH.max, panelWidth: PANEL_WIDTH.max }
        const { listWidth, panelWidth, panelFloats } = layPanes(width, wishes)
        const rail = railOpen && width >= 1200 ? RAIL_WIDTH.open : RAIL_WIDTH.closed
        const thread = width - rail - listWidth - (panelOpen && !panelFloats ? panelWidth : 0)
        expect(thread).toBeGreaterThanOrEqual(THREAD_LEAST)
        expect(listWidth).toBeGreaterThanOrEqual(LIST_WIDTH.min)
        expect(panelWidth).toBeGreaterThanOrEqual(PANEL_WIDTH.min)
      }
    }
  }
})

it('gives the window of a conversation a panel beside its thread where both fit, else over it', () => {
  expect(layConversation(560, 320)).toEqual({ panelFloats: true, panelWidth: 320 })
  expect(layConversation(780, 320)).toEqual({ panelFloats: false, panelWidth: 300 })
  expect(layConversation(1000, 320)).toEqual({ panelFloats: false, panelWidth: 320 })
})

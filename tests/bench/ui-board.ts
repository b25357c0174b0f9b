/** The pipeline board on `large`, 100,000 leads over its stages: how soon it is there, what a drop costs, how a column scrolls. */
import type { Page } from '@playwright/test'
import { rows } from '#tests/support/app-driver.ts'
import { percentile, type Report } from './figures.ts'
import { droppedShare, keyToPaint, repeat, reportLongTasks, scrollToEnd, type Scrolled } from './paint-probe.ts'

const SAMPLES = 200
/** Each goes to the inbox and back. */
const PAINTS = 50
/** A fling on a trackpad, px a frame. */
const SCROLL_STEP = 1_500

/** What an empty window of the same host does: a key that changes one word, and a scroller with nothing in it. */
export interface WindowFloor {
  key: number
  scrolled: Scrolled
}

/** @param window shows the inbox, and nothing over it */
export async function benchBoard(window: Page, floor: WindowFloor, report: Report): Promise<void> {
  const phase = async (name: string, times: number[]) => {
    report({
      name: `ui.board.${name}.p95`,
      value: percentile(times, 0.95),
      unit: 'ms',
      floor: floor.key,
      n: times.length,
    })
    await reportLongTasks(window, `board.${name}`, report)
  }
  await phase('paint', await repeat(PAINTS, () => openBoard(window)))
  await goTo(window, 'p')
  await phase('drop', await repeat(SAMPLES, () => dropFirstCard(window)))
  const scrolled = await scrollToEnd(window, '[data-stage]', SCROLL_STEP)
  report({
    name: 'ui.board.scroll.dropped',
    value: droppedShare(scrolled),
    unit: '%',
    floor: droppedShare(floor.scrolled),
    n: scrolled.frames,
  })
  report({ name: 'ui.board.scroll.distance', value: scrolled.distance, unit: 'px', floor: null, n: 1 })
  await reportLongTasks(window, 'board.scroll', report)
}

async function goTo(window: Page, key: 'i' | 'p'): Promise<void> {
  await window.keyboard.press('g')
  await window.keyboard.press(key)
  await (key === 'i' ? rows(window) : window.locator('[data-stage] [role=option]')).first().waitFor()
}

/** From the key to cards in every column that is in sight. */
async function openBoard(window: Page): Promise<number> {
  await goTo(window, 'i')
  await window.keyboard.press('g')
  return keyToPaint(window, 'board', () => window.keyboard.press('p'))
}

/** From the key that drops the first card of the first column into the next to the frame with it there. */
async function dropFirstCard(window: Page): Promise<number> {
  await window.locator('[data-stage]').first().focus()
  for (const key of ['Home', 'Space', 'ArrowRight']) await window.keyboard.press(key)
  return keyToPaint(window, 'dropped', () => window.keyboard.press('Space'))
}

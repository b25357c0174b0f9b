/** Measures in a page: from a key to the frame that shows what it did, frames that were dropped, tasks that held it up. */
import type { Page } from '@playwright/test'
import type { Report } from './figures.ts'

/** What a key is to change. `dropped`: the column of the card at the cursor; `word`: the one element of the floor's page. */
export type Shown = 'cursor' | 'split' | 'thread' | 'found' | 'board' | 'dropped' | 'word'

interface Probe {
  painted: Promise<number>
  longTasks: number
}

declare global {
  // oxlint-disable-next-line no-var -- a global of the page is declared so
  var probe: Probe | undefined
}

/** Long tasks are counted from here on. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe = { painted: Promise.resolve(0), longTasks: 0 }
    globalThis.probe = probe
    new PerformanceObserver((list) => (probe.longTasks += list.getEntries().length)).observe({ type: 'longtask' })
  })
}

/** Tasks over 50 ms since it was asked before. */
async function takeLongTasks(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { longTasks } = globalThis.probe!
    globalThis.probe!.longTasks = 0
    return longTasks
  })
}

/** Reports the tasks over 50 ms of a phase. */
export async function reportLongTasks(page: Page, phase: string, report: Report): Promise<void> {
  report({ name: `ui.${phase}.longtasks`, value: await takeLongTasks(page), unit: 'tasks', floor: null, n: 1 })
}

/** The times of a piece of work, in milliseconds as it says them. */
export async function repeat(count: number, work: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  while (times.length < count) times.push(await work())
  return times
}

/**
 * Presses a key and waits until a frame with its outcome has been painted.
 * @returns milliseconds from the system's key event to the end of that frame
 * @throws when nothing has changed after ten seconds
 */
export async function keyToPaint(page: Page, shown: Shown, press: () => Promise<void>): Promise<number> {
  await page.evaluate(arm, shown)
  await press()
  return page.evaluate(() => globalThis.probe!.painted)
}

/** In the page: from the next key on, looks at every frame for what is to change. */
function arm(shown: Shown): void {
  const text = (selector: string, attribute: string) =>
    document.querySelector(selector)?.getAttribute(attribute) ?? null
  const drawn = (selector: string) => document.querySelector(selector) !== null
  const board = () => {
    const inSight = [...document.querySelectorAll('[data-stage]')].filter(
      (column) => column.getBoundingClientRect().left < innerWidth,
    )
    return inSight.length > 0 && inSight.every((column) => column.querySelector('[role=option]')) ? 'drawn' : null
  }
  const dropped = () => {
    const id = document.activeElement?.getAttribute('aria-activedescendant')
    return id ? (document.querySelector(`#${CSS.escape(id)}`)?.closest('[data-stage]')?.id ?? null) : null
  }
  /** What is there to see; null while it is not whole. */
  const look: Record<Shown, () => string | null> = {
    cursor: () => text('[role=listbox]', 'aria-activedescendant'),
    split: () =>
      drawn('[role=tabpanel] :is([role=option], h2)') ? text('[role=tab][aria-selected=true]', 'aria-label') : null,
    thread: () => (drawn('[data-region=thread] article') ? text('[data-region=thread]', 'aria-label') : null),
    found: () => (drawn('[role=listbox][aria-busy=false]') ? (document.querySelector('input')?.value ?? null) : null),
    board,
    dropped,
    word: () => document.querySelector('p')?.textContent ?? null,
  }
  // Before what else waits by now, which is not part of the frame.
  const afterPaint = (then: () => void) => void scheduler.postTask(then, { priority: 'user-blocking' })
  globalThis.probe!.painted = new Promise((resolve, reject) => {
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      const before = look[shown]()
      const patience = setTimeout(
        () => reject(new Error(`The ${shown} stayed ${before}, now ${look[shown]()}`)),
        10_000,
      )
      const frame = () => {
        const now = look[shown]()
        if (now === null || now === before) requestAnimationFrame(frame)
        else {
          clearTimeout(patience)
          afterPaint(() => resolve(performance.now() - timeStamp))
        }
      }
      requestAnimationFrame(frame)
    }
    document.addEventListener('keydown', onKey, { capture: true, once: true })
  })
}

export interface Scrolled {
  frames: number
  dropped: number
  /** How far it went, px. */
  distance: number
}

/** How many of a hundred frames were dropped. */
export const droppedShare = ({ frames, dropped }: Scrolled): number => (100 * dropped) / (frames + dropped)

/**
 * Scrolls an element to its end, a step each frame, while it may grow.
 * @param step px a frame
 * @param patience frames without movement after which it is at its end
 */
export async function scrollToEnd(page: Page, selector: string, step: number, patience = 90): Promise<Scrolled> {
  return page.evaluate(scroll, { selector, step, patience })
}

/** In the page. A frame that comes after more than one and a half of the screen's intervals has dropped others. */
async function scroll(options: { selector: string; step: number; patience: number }): Promise<Scrolled> {
  const FRAME_MS = 1000 / 60
  const element = document.querySelector(options.selector)!
  const nextFrame = () => new Promise<number>(requestAnimationFrame)
  const scrolled: Scrolled = { frames: 0, dropped: 0, distance: 0 }
  let last = await nextFrame()
  for (let still = 0; still < options.patience;) {
    element.scrollBy(0, options.step)
    const now = await nextFrame()
    const missed = Math.round((now - last) / FRAME_MS) - 1
    last = now
    still = element.scrollTop > scrolled.distance ? 0 : still + 1
    scrolled.distance = element.scrollTop
    scrolled.frames += 1
    scrolled.dropped += Math.max(0, missed)
  }
  return scrolled
}

/**
 * The window on `large`: from a key to the painted frame, dropped frames, long tasks, and how soon the inbox is there,
 * each beside an empty window of the same host that does the least one can.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { buildApp } from '#build/scripts/build-app.ts'
import { rows } from '#tests/support/app-driver.ts'
import { launchApp } from '#tests/support/electron-host.ts'
import { median, percentile, type Report } from './figures.ts'
import { largeUserData, NO_BACKEND } from './large-user-data.ts'
import {
  droppedShare,
  installProbe,
  keyToPaint,
  repeat,
  reportLongTasks,
  scrollToEnd,
  type Shown,
} from './paint-probe.ts'
import { emptyApp, emptyStarts, START_RUNS, startTimes } from './start.ts'
import { benchBoard, type WindowFloor } from './ui-board.ts'

const SAMPLES = 500
/** A fling on a trackpad, px a frame. */
const SCROLL_STEP = 1_500
/** 100,000 rows of 64 px. */
const LIST_PX = 6_400_000
/** Presses of a key that is held down before it is let go. */
const REPEATS = 25

export async function benchUi(report: Report): Promise<void> {
  buildApp()
  const scratch = mkdtempSync(join(tmpdir(), 'leadline-bench-ui-'))
  try {
    const userData = join(scratch, 'user-data')
    await largeUserData(userData)
    const start = () => launchApp({ userData, env: NO_BACKEND })
    const floor = await measureFloor(join(scratch, 'empty'))
    const starts = await startTimes(async () => {
      const { app, window } = await start()
      await rows(window).first().waitFor()
      return app
    })
    report({ name: 'start.inbox.large', value: median(starts), unit: 'ms', floor: floor.start, n: START_RUNS })

    const { app, window } = await start()
    await rows(window).first().waitFor()
    await installProbe(window)
    for (const { name, shown, samples } of PHASES) {
      const times = await samples(window, shown)
      report({ name: `ui.${name}.p95`, value: percentile(times, 0.95), unit: 'ms', floor: floor.key, n: times.length })
      await reportLongTasks(window, name, report)
    }
    await window.keyboard.press('Escape')
    const scrolled = await scrollToEnd(window, '[role=listbox]', SCROLL_STEP)
    report({
      name: 'ui.scroll.dropped',
      value: droppedShare(scrolled),
      unit: '%',
      floor: droppedShare(floor.scrolled),
      n: scrolled.frames,
    })
    report({ name: 'ui.scroll.distance', value: scrolled.distance, unit: 'px', floor: floor.scrolled.distance, n: 1 })
    await reportLongTasks(window, 'scroll', report)
    await benchBoard(window, floor, report)
    await app.close()
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Phase {
  name: string
  shown: Shown
  samples: (window: Page, shown: Shown) => Promise<number[]>
}

const PHASES: Phase[] = [
  { name: 'move', shown: 'cursor', samples: holdMoveKeys },
  {
    name: 'split',
    shown: 'split',
    samples: (window, shown) => repeat(SAMPLES, () => keyToPaint(window, shown, () => window.keyboard.press(']'))),
  },
  { name: 'open', shown: 'thread', samples: openEach },
  { name: 'search', shown: 'found', samples: typeWords },
]

/** J held down and let go, further and further down the list, and K now and then. */
async function holdMoveKeys(window: Page, shown: Shown): Promise<number[]> {
  await window.getByRole('listbox').focus()
  const times: number[] = []
  for (let held = 0; times.length < SAMPLES; held++) {
    const key = held % 4 === 3 ? 'k' : 'j'
    times.push(...(await repeat(REPEATS, () => keyToPaint(window, shown, () => window.keyboard.down(key)))))
    await window.keyboard.up(key)
  }
  return times
}

/** Another conversation each time, none twice. */
async function openEach(window: Page, shown: Shown): Promise<number[]> {
  await window.getByRole('listbox').focus()
  return repeat(SAMPLES, async () => {
    await keyToPaint(window, 'cursor', () => window.keyboard.press('j'))
    const time = await keyToPaint(window, shown, () => window.keyboard.press('Enter'))
    await window.keyboard.press('Escape')
    await window.getByRole('listbox').and(window.locator(':focus')).waitFor()
    return time
  })
}

/** Words of the newest messages and names, letter by letter. */
async function typeWords(window: Page, shown: Shown): Promise<number[]> {
  const rowTexts = await rows(window).allInnerTexts()
  const words = [
    ...new Set(
      rowTexts
        .join(' ')
        .toLowerCase()
        .match(/\b[a-z]{4,}\b/g),
    ),
  ]
  await window.keyboard.press('/')
  const field = window.getByRole('combobox', { name: 'Search', exact: true })
  const times: number[] = []
  for (let n = 0; times.length < SAMPLES; n++) {
    await field.fill('')
    for (const letter of words[n % words.length]!)
      times.push(await keyToPaint(window, shown, () => window.keyboard.press(letter)))
  }
  await field.fill('')
  await window.keyboard.press('Escape')
  return times
}

interface Floor extends WindowFloor {
  start: number
}

/** A window with one word, which a key changes, and a scroller as long as the list with nothing in it. */
async function measureFloor(directory: string): Promise<Floor> {
  const folder = emptyApp(
    directory,
    `<div style="height:700px;overflow:auto"><div style="height:${LIST_PX}px"></div></div>`,
  )
  const starts = await emptyStarts(folder)
  const { app, window } = await launchApp({ app: folder, userData: `${folder}-data` })
  await installProbe(window)
  await window.evaluate(() => {
    const word = document.querySelector('p')!
    document.addEventListener('keydown', ({ timeStamp }) => (word.textContent = String(timeStamp)))
  })
  const keys = await repeat(SAMPLES, () => keyToPaint(window, 'word', () => window.keyboard.press('j')))
  const scrolled = await scrollToEnd(window, 'div', SCROLL_STEP)
  await app.close()
  return { start: median(starts), key: percentile(keys, 0.95), scrolled }
}

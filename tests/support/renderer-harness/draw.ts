import { chromium, type Browser, type Page as Tab } from '@playwright/test'
import { CHROMIUM_MISSING, findChromium } from '#build/electron-stand-in/chromium-install.ts'
import type { Page } from './page-server.ts'
import { SIZES, type Shot, type SizeName } from './shot.ts'

/** How a screen is drawn: as it comes, with high contrast, zoomed to 200 %, or with texts 40 % longer than English. */
export const MODES = ['plain', 'contrast', 'zoom', 'long'] as const
export type Mode = (typeof MODES)[number]

export interface Look {
  size: SizeName | { width: number; height: number }
  dark: boolean
  mode: Mode
}

export interface Drawn {
  tab: Tab
  /** Errors of the page and of its console so far; a broken content security policy shows up there. */
  problems: string[]
  close: () => Promise<void>
}

/** The browser that draws: glyphs as the font describes them, without what differs between screens and machines. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(CHROMIUM_MISSING)
  const args = ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb']
  return chromium.launch({ executablePath, args })
}

/** Opens the page and brings it to a shot. Its animations are off; its clock stands where `now` (ms since 1970) says. */
export async function draw(browser: Browser, page: Page, shot: Shot, look: Look, now?: number): Promise<Drawn> {
  const { width, height } = typeof look.size === 'string' ? SIZES[look.size] : look.size
  // To the page, zooming to 200 % is a window of half the size on a screen of twice the density.
  const scale = look.mode === 'zoom' ? 2 : 1
  const context = await browser.newContext({
    ...CALM,
    viewport: { width: Math.round(width / scale), height: Math.round(height / scale) },
    deviceScaleFactor: scale,
    colorScheme: look.dark ? 'dark' : 'light',
  })
  // Before the scripts below, which already ask for the time.
  if (now !== undefined) await context.clock.setFixedTime(now)
  const preferences = { ...shot.preferences, ...(look.mode === 'contrast' && { contrast: 'more' }) }
  await context.addInitScript(
    ([scenario, kept]) => {
      sessionStorage.setItem('leadline-scenario', scenario!)
      localStorage.setItem('leadline.preferences', kept!)
    },
    [shot.scenario, JSON.stringify(preferences)],
  )
  await context.addInitScript(page.fixture)
  const tab = await context.newPage()
  const problems = problemsOf(tab)
  await tab.goto(new URL(shot.document ?? '', page.url).href)
  await shot.prepare(tab, sizeOf(Math.round(width / scale)))
  if (look.mode === 'long') await tab.evaluate(lengthenTexts)
  await tab.evaluate(settle)
  return { tab, problems, close: () => context.close() }
}

/** A tab in which screens are drawn one after the other, each from the start: opened once, it costs little for each. */
export interface Easel {
  tab: Tab
  /** Errors of the page and of its console since the shot was begun. */
  problems: string[]
  /** How texts look that have enough contrast (`axe.ts`). */
  rightLooks: Set<string>
  /** Brings the tab to a shot, in the light theme at the first of its sizes. */
  show: (shot: Shot) => Promise<void>
}

export async function openEasel(browser: Browser, page: Page): Promise<Easel> {
  const context = await browser.newContext({ ...CALM, colorScheme: 'light' })
  await context.addInitScript(page.fixture)
  const tab = await context.newPage()
  const problems = problemsOf(tab)
  await tab.goto(page.url)
  return {
    tab,
    problems,
    rightLooks: new Set(),
    async show(shot) {
      const size = shot.sizes[0]!
      await tab.setViewportSize(SIZES[size])
      await tab.emulateMedia({ colorScheme: 'light' })
      await tab.evaluate(
        ([scenario, kept]) => {
          localStorage.clear()
          sessionStorage.setItem('leadline-scenario', scenario!)
          localStorage.setItem('leadline.preferences', kept!)
        },
        [shot.scenario, JSON.stringify(shot.preferences ?? {})],
      )
      problems.length = 0
      await tab.goto(new URL(shot.document ?? '', page.url).href)
      await shot.prepare(tab, size)
      await tab.evaluate(settle)
    },
  }
}

/** Pictures of it are the same wherever and whenever they are made. */
const CALM = { reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/London' } as const

function problemsOf(tab: Tab): string[] {
  const problems: string[] = []
  tab.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`))
  tab.on('pageerror', (error) => problems.push(`page: ${error.message}`))
  return problems
}

/** The size whose layout a window of this width (px) has. */
function sizeOf(width: number): SizeName {
  if (width >= 1200) return 'wide'
  if (width >= 900) return 'medium'
  return width > SIZES.small.width ? 'narrow' : 'small'
}

/** In the page: what is pushed out of sight sideways, for which the window would need a horizontal scroll bar. */
export function overflowing(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  const wide = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide in a window of ${clientWidth}`] : []
  const controls = [...document.querySelectorAll('button, input, textarea, [role=tab], [role=option]')]
  const outside = controls.filter((control) => {
    if (!control.checkVisibility({ visibilityProperty: true })) return false
    const { left, right, width } = control.getBoundingClientRect()
    return width > 0 && (left < -1 || right > clientWidth + 1) && !control.closest('.sr-only, [data-scrolls-sideways]')
  })
  return [
    ...wide,
    ...outside.map((control) => `out of sight: ${control.getAttribute('aria-label') ?? control.textContent}`),
  ]
}

/** In the page: resolves once fonts are there and three frames in a row left every scroll position alone. */
async function settle(): Promise<void> {
  await document.fonts.ready
  const positions = () => [...document.querySelectorAll('[data-region]')].map((element) => element.scrollTop).join()
  for (let calm = 0, before = ''; calm < 3;) {
    await new Promise(requestAnimationFrame)
    const now = positions()
    calm = now === before ? calm + 1 : 0
    before = now
  }
}

/** In the page: makes the app's own words 40 % longer, as a translation would; what customers wrote stays. */
function lengthenTexts(): void {
  const longer = (text: string) =>
    text.replaceAll(/\p{Letter}{2,}/gu, (word) => word + word.slice(-1).repeat(Math.ceil(word.length * 0.4)))
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement: parent, nodeValue: text } = node
    if (text && parent && !parent.closest('[dir=auto], script, textarea, kbd')) node.nodeValue = longer(text)
  }
  for (const field of document.querySelectorAll('[placeholder]')) {
    field.setAttribute('placeholder', longer(field.getAttribute('placeholder') ?? ''))
  }
}

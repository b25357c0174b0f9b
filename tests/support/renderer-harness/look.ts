/**
 * Draws every screen of the renderer in every size and theme, for eyes: PNG files in the folder given as the first
 * argument (default `test-results/look`). Also runs axe on each and prints what is serious or worse, and every console
 * error (a broken content security policy shows up there). Ends with 1 when there was any.
 *
 *     node tests/support/renderer-harness/look.ts [folder] [--only <part of a shot's name>] [--contrast]
 *
 * `--contrast` draws them as for a rep who has asked the system for more contrast.
 */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from '@playwright/test'
import { servePage } from './page-server.ts'
import { SIZES, type Shot, type SizeName } from './shot.ts'
import { SHOTS } from './shots.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, contrast: { type: 'boolean', default: false } },
})
const folder = resolve(positionals[0] ?? 'test-results/look')

async function shoot(
  browser: Browser,
  page: { url: string; fixture: string },
  shot: Shot,
  size: SizeName,
  dark: boolean,
) {
  const name = `${shot.name}-${size}-${dark ? 'dark' : 'light'}`
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    contrast: values.contrast ? 'more' : 'no-preference',
    bypassCSP: false,
  })
  const problems: string[] = []
  await context.addInitScript((scenario) => sessionStorage.setItem('leadline-scenario', scenario), shot.scenario)
  await context.addInitScript(page.fixture)
  const tab = await context.newPage()
  tab.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`))
  tab.on('pageerror', (error) => problems.push(`page: ${error.message}`))
  await tab.goto(page.url)
  await shot.prepare(tab, size)
  await tab.evaluate(settle)
  await tab.screenshot({ path: join(folder, `${name}.png`) })
  problems.push(...(await axe(tab)))
  await context.close()
  for (const problem of problems) console.log(`${name}: ${problem}`)
  return problems.length
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

async function axe(tab: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: tab }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map((node) => `axe ${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    )
}

await mkdir(folder, { recursive: true })
const page = await servePage()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
let problems = 0
try {
  for (const shot of SHOTS) {
    for (const size of shot.sizes) {
      for (const dark of [false, true]) {
        if (!`${shot.name}-${size}-${dark ? 'dark' : 'light'}`.includes(values.only ?? '')) continue
        problems += await shoot(browser, page, shot, size, dark)
      }
    }
  }
} finally {
  await browser.close()
  await page.close()
}
console.log(`${problems} problems; pictures in ${folder}`)
process.exitCode = problems > 0 ? 1 : 0

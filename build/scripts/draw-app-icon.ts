/**
 * Draws `build/packaging/resources/icon.png`, from which the packager makes the icons of each system, after icon.svg. Run
 * it after changing the drawing, and commit what it writes.
 *
 *     node build/scripts/draw-app-icon.ts
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { CHROMIUM_MISSING, findChromium } from '#build/electron-stand-in/chromium-install.ts'

const SIZE = 1024
const resources = join(import.meta.dirname, '../packaging/resources')

const executablePath = findChromium()
if (executablePath === undefined) throw new Error(CHROMIUM_MISSING)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
  const drawing = readFileSync(join(resources, 'icon.svg'), 'utf8')
  await page.setContent(`<body style="margin:0;line-height:0">${drawing}</body>`)
  await page.screenshot({ path: join(resources, 'icon.png'), omitBackground: true })
} finally {
  await browser.close()
}

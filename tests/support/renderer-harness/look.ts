/**
 * Draws every screen of the renderer in every size and theme, for eyes: PNG files in the folder given as the first
 * argument (default `test-results/look`). Also runs axe on each and prints what is serious or worse, what is pushed out of
 * sight, and every console error (a broken content security policy shows up there). Ends with 1 when there was any.
 *
 *     node tests/support/renderer-harness/look.ts [folder] [--only <part of a picture's name>] [--mode <mode>]
 *
 * Modes: `plain`, `contrast` (the rep has chosen high contrast), `zoom` (200 %), `long` (texts 40 % longer).
 */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { draw, launchBrowser, MODES, overflowing, type Look } from './draw.ts'
import { seriousFindings } from './axe.ts'
import { servePage } from './page-server.ts'
import type { Shot, SizeName } from './shot.ts'
import { SHOTS } from './shots.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, mode: { type: 'string', default: 'plain' } },
})
const folder = resolve(positionals[0] ?? 'test-results/look')
const mode = MODES.find((name) => name === values.mode)
if (!mode) throw new Error(`--mode is ${values.mode}, not one of ${MODES.join(', ')}`)

const looks = SHOTS.flatMap((shot) =>
  shot.sizes.flatMap((size) => [false, true].map((dark) => ({ shot, look: { size, dark, mode } }))),
).filter(({ shot, look }) => nameOf(shot, look).includes(values.only))

function nameOf(shot: Shot, { size, dark }: Look & { size: SizeName }): string {
  return `${shot.name}-${size}-${dark ? 'dark' : 'light'}`
}

await mkdir(folder, { recursive: true })
const page = await servePage()
const browser = await launchBrowser()
let count = 0
try {
  for (const { shot, look } of looks) {
    const name = nameOf(shot, look)
    const { tab, problems, close } = await draw(browser, page, shot, look)
    await tab.screenshot({ path: join(folder, `${name}.png`) })
    const found = [...problems, ...(await tab.evaluate(overflowing)), ...(await seriousFindings(tab))]
    await close()
    for (const problem of found) console.log(`${name}: ${problem}`)
    count += found.length
  }
} finally {
  await browser.close()
  await page.close()
}
console.log(`${count} problems; pictures in ${folder}`)
process.exitCode = count > 0 ? 1 : 0

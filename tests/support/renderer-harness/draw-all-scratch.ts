import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { draw, launchBrowser } from './draw.ts'
import { servePage } from './page-server.ts'
import { SHOTS } from './shots.ts'
const folder = process.argv[2]!
await mkdir(folder, { recursive: true })
const page = await servePage(); const browser = await launchBrowser()
for (const shot of SHOTS) { try { const { tab, close } = await draw(browser, page, shot, { size: shot.sizes.includes('narrow') ? 'narrow' : shot.sizes.at(-1)!, dark: true, mode: 'plain' }); await tab.screenshot({ path: join(folder, shot.name + '.png') }); await close() } catch (e) { console.log(shot.name, String(e).slice(0, 100)) } }
await browser.close(); await page.close(); process.exit(0)

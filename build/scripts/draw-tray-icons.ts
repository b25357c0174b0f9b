/**
 * Draws the tray's icons into renderer/public/tray: each state for a light and a dark tray, and what Windows shows over the
 * app's button in the taskbar, in the density of ordinary and of fine screens. Run it after changing the drawing, and commit what it writes.
 *
 *     node build/scripts/draw-tray-icons.ts
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { CHROMIUM_MISSING, findChromium } from '#build/electron-stand-in/chromium-install.ts'
import { OVERLAYS, type OverlayName } from '#main/notify/badge.ts'
import { TRAY_STATES, type TrayState } from '#main/notify/tray-view.ts'

const SIZE = 16
const TRAYS = { light: '#1c1e24', dark: '#ffffff' }

/** The sounding lead of the logo, in the colour of the tray's other icons. */
const glyph = (colour: string, opacity: number) => `<g opacity="${opacity}">
  <path d="M8 1.2v7" stroke="${colour}" stroke-width="1.7" stroke-linecap="round"/>
  <path d="M5.2 2.9h5.6M6 5.6h4" stroke="${colour}" stroke-width="1.5" stroke-linecap="round"/>
  <path d="M8 7.4c1.9 2.1 3 3.5 3 4.8a3 3 0 0 1-6 0c0-1.3 1.1-2.7 3-4.8z" fill="${colour}"/>
</g>`

/** What makes a state out of it; a gap around marks keeps them apart from the glyph. */
const MARKS: Record<TrayState, (colour: string) => string> = {
  normal: () => '',
  unread: () => `<circle cx="12.6" cy="12.6" r="3" fill="#3b82f6"/>`,
  hot: () =>
    `<path d="M12.2 7.4c.4 1.6 3.3 2.7 3.3 5.4a3.3 3.3 0 0 1-6.6 0c0-1.3.7-2.1 1.5-2.9.2.6.5.9.9 1.1-.1-1.3.1-2.6.9-3.6z" fill="#f4511e"/>`,
  offline: (colour) => `<path d="M2 14L14 2" stroke="${colour}" stroke-width="1.6" stroke-linecap="round"/>`,
  'signed-out': (colour) =>
    `<path d="M13 7.6v4" stroke="${colour}" stroke-width="1.9" stroke-linecap="round"/><circle cx="13" cy="14.2" r="1.15" fill="${colour}"/>`,
}

/** Cut out of the glyph where a mark stands. */
const GAPS: Record<TrayState, string> = {
  normal: '',
  unread: '<circle cx="12.6" cy="12.6" r="4.1"/>',
  hot: '<circle cx="12.2" cy="12.4" r="4.4"/>',
  offline: '<path d="M1 15L15 1" stroke="black" stroke-width="4"/>',
  'signed-out': '<rect x="10.9" y="5.4" width="5" height="11"/>',
}

function drawing(state: TrayState, colour: string): string {
  const opacity = state === 'offline' || state === 'signed-out' ? 0.62 : 1
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="${SIZE}" height="${SIZE}" fill="none">
    <mask id="gap"><rect width="16" height="16" fill="white"/><g fill="black">${GAPS[state]}</g></mask>
    <g mask="url(#gap)">${glyph(colour, opacity)}</g>${MARKS[state](colour)}</svg>`
}

/** Over the app's button: how much needs the rep, that there is something else, that nobody is signed in. */
function overlay(name: OverlayName): string {
  const text = name === 'many' ? '9+' : name === 'alert' ? '!' : name === 'dot' ? '' : name
  const disc =
    name === 'dot' ? '<circle cx="8" cy="8" r="5" fill="#3b82f6"/>' : '<circle cx="8" cy="8" r="8" fill="#d92d20"/>'
  const size = text.length > 1 ? 9 : 11
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="${SIZE}" height="${SIZE}">${disc}
    <text x="8" y="${8 + size * 0.36}" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${size}"
      fill="white">${text}</text></svg>`
}

const folder = join(import.meta.dirname, '../../renderer/public/tray')
await mkdir(folder, { recursive: true })
const executablePath = findChromium()
if (executablePath === undefined) throw new Error(CHROMIUM_MISSING)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  for (const [deviceScaleFactor, suffix] of [[1, ''] as const, [2, '@2x'] as const]) {
    const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE }, deviceScaleFactor })
    const draw = async (name: string, svg: string) => {
      await page.setContent(`<body style="margin:0;line-height:0">${svg}</body>`)
      await page.screenshot({ path: join(folder, `${name}${suffix}.png`), omitBackground: true })
    }
    for (const [tray, colour] of Object.entries(TRAYS)) {
      for (const state of TRAY_STATES) await draw(`${state}-on-${tray}`, drawing(state, colour))
    }
    for (const name of OVERLAYS) await draw(`overlay-${name}`, overlay(name))
  }
} finally {
  await browser.close()
}

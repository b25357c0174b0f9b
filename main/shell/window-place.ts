import { screen, type BrowserWindow } from 'electron'
import type { Settings } from '../support/settings.ts'

/** So much of a window must be on a display for it to be found and moved with the mouse. */
const VISIBLE = { width: 120, height: 60 }

/** How many arrangements of displays are remembered: the desk's, the laptop's own, some meeting rooms'. */
const KEPT = 8

/** A window that is being moved or sized stands still when it has done so for this long. */
const STILL_MS = 500

type Place = NonNullable<Settings['window']>

/** Where a window is, or would be if it filled no screen. */
export const boundsOf = (window: BrowserWindow): Place => ({
  ...window.getNormalBounds(),
  maximized: window.isMaximized(),
})

/** Calls back each time that the window was moved or sized, so that its place is known should the app be killed. */
export function watchPlace(window: BrowserWindow, keep: () => void): void {
  let timer: NodeJS.Timeout | undefined
  const moved = () => {
    clearTimeout(timer)
    timer = setTimeout(keep, STILL_MS)
  }
  window.on('resize', moved)
  window.on('move', moved)
  window.on('maximize', moved)
  window.on('unmaximize', moved)
  window.once('closed', () => clearTimeout(timer))
}

/** The displays as they stand now, by a name that the same arrangement has again. */
const arrangement = (): string =>
  screen
    .getAllDisplays()
    .map(({ bounds: { x, y, width, height } }) => `${width}x${height}@${x},${y}`)
    .toSorted()
    .join(' ')

/** Where the window was with the displays of this moment, else where it was last. */
export const keptPlace = ({ window, windows }: Settings): Settings['window'] => windows[arrangement()] ?? window

/** What to keep of where the window is: for the displays of this moment, and as the last place. */
export function keepPlace({ windows }: Settings, place: Place): Partial<Settings> {
  const { [arrangement()]: _before, ...others } = windows
  const kept = [...Object.entries(others), [arrangement(), place] as const].slice(-KEPT)
  return { window: place, windows: Object.fromEntries(kept) }
}

/** A remembered place, unless the display that it was on is gone: then size alone. */
export function placeOf(bounds: Settings['window']): Partial<Electron.Rectangle> {
  if (!bounds) return {}
  const { x, y, width, height } = bounds
  const isSeen = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const down = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return across >= VISIBLE.width && down >= VISIBLE.height
  })
  return isSeen ? { x, y, width, height } : { width, height }
}

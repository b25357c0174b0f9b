import { screen } from 'electron'
import type { Settings } from '../support/settings.ts'

/** So much of a window must be on a display for it to be found and moved with the mouse. */
const VISIBLE = { width: 120, height: 60 }

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

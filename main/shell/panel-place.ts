import type { Rectangle, Size } from 'electron'

const GAP = 8

/**
 * Beside the tray's icon, whichever edge of the display it is at; in the corner where trays mostly are when the system
 * does not say where it is (Linux).
 * @param workArea of the display that the tray is on
 */
export function panelPlace(tray: Rectangle, workArea: Rectangle, { width, height }: Size): Rectangle {
  const isKnown = tray.width > 0 && tray.height > 0
  const right = workArea.x + workArea.width
  const bottom = workArea.y + workArea.height
  const x = isKnown ? Math.round(tray.x + tray.width / 2 - width / 2) : right - width - GAP
  const isAtTop = isKnown && tray.y + tray.height / 2 < workArea.y + workArea.height / 2
  const y = isAtTop ? workArea.y + GAP : bottom - height - GAP
  return {
    x: Math.max(workArea.x + GAP, Math.min(x, right - width - GAP)),
    y: Math.max(workArea.y, y),
    width,
    height,
  }
}

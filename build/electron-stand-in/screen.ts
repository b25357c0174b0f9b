import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

const SIZE = { width: 1920, height: 1080 }

/** The one display, as large as the screen that Chromium is started with. */
export const DISPLAY: Electron.Display = {
  id: 1,
  label: 'Stand-in',
  scaleFactor: 1,
  rotation: 0,
  touchSupport: 'unavailable',
  accelerometerSupport: 'unavailable',
  monochrome: false,
  colorDepth: 24,
  colorSpace: 'srgb',
  depthPerComponent: 8,
  detected: true,
  displayFrequency: 60,
  internal: false,
  nativeOrigin: { x: 0, y: 0 },
  maximumCursorSize: { width: 64, height: 64 },
  bounds: { x: 0, y: 0, ...SIZE },
  size: SIZE,
  workArea: { x: 0, y: 0, ...SIZE },
  workAreaSize: SIZE,
}

/** `screen`: one display of fixed size. */
export class StandInScreen extends strictEmitter('screen') implements Matching<StandInScreen, Electron.Screen> {
  getPrimaryDisplay(): Electron.Display {
    return DISPLAY
  }

  getAllDisplays(): Electron.Display[] {
    return [DISPLAY]
  }

  getDisplayMatching(): Electron.Display {
    return DISPLAY
  }

  getDisplayNearestPoint(): Electron.Display {
    return DISPLAY
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 }
  }
}

import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

type ThemeSource = Electron.NativeTheme['themeSource']

const SOURCES: ReadonlySet<ThemeSource> = new Set(['system', 'light', 'dark'])

/** `nativeTheme`: the app's choice over the system's. The system is dark with the switch `--force-dark-mode`. */
export class StandInNativeTheme
  extends strictEmitter('nativeTheme')
  implements Matching<StandInNativeTheme, Electron.NativeTheme>
{
  readonly #isSystemDark: () => boolean
  readonly #onChange: () => void
  #source: ThemeSource = 'system'
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly shouldDifferentiateWithoutColor = false
  readonly prefersReducedTransparency = false
  readonly inForcedColorsMode = false

  /** @param onChange tells every page its new colour scheme */
  constructor(isSystemDark: () => boolean, onChange: () => void) {
    super()
    this.#isSystemDark = isSystemDark
    this.#onChange = onChange
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark' || (this.#source === 'system' && this.#isSystemDark())
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#isSystemDark()
  }

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    if (!SOURCES.has(source)) {
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${source}`)
    }
    this.#source = source
    this.#onChange()
    this.emit('updated')
  }
}

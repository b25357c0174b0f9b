import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

/** `systemPreferences`: the answers of a plain desktop. */
export class StandInSystemPreferences
  extends strictEmitter('systemPreferences')
  implements Matching<StandInSystemPreferences, Electron.SystemPreferences>
{
  getAnimationSettings(): Electron.AnimationSettings {
    return { shouldRenderRichAnimation: true, scrollAnimationsEnabledBySystem: true, prefersReducedMotion: false }
  }

  getAccentColor(): string {
    return '3366ccff'
  }

  getMediaAccessStatus(): 'granted' {
    return 'granted'
  }
}

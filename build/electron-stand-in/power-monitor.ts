import type { Matching } from './electron-types.ts'
import { strictEmitter, strictObject } from './strict.ts'

/** `powerMonitor`: a machine on mains power. Tests emit `suspend`, `resume`, `lock-screen` and set the idle time. */
export class StandInPowerMonitor
  extends strictEmitter('powerMonitor')
  implements Matching<StandInPowerMonitor, Electron.PowerMonitor>
{
  onBatteryPower = false
  /** Seconds since the last input. */
  idleSeconds = 0

  getSystemIdleTime(): number {
    return this.idleSeconds
  }

  getSystemIdleState(idleThreshold: number): 'active' | 'idle' {
    return this.idleSeconds >= idleThreshold ? 'idle' : 'active'
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower
  }

  getCurrentThermalState(): 'unknown' {
    return 'unknown'
  }
}

/** `powerSaveBlocker`: counts, and blocks nothing. */
export class StandInPowerSaveBlocker
  extends strictObject('powerSaveBlocker')
  implements Matching<StandInPowerSaveBlocker, Electron.PowerSaveBlocker>
{
  readonly #running = new Set<number>()
  #lastId = 0

  start(): number {
    this.#running.add(++this.#lastId)
    return this.#lastId
  }

  stop(id: number): boolean {
    return this.#running.delete(id)
  }

  isStarted(id: number): boolean {
    return this.#running.has(id)
  }
}

import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

/** `crashReporter`: takes its settings and never has a crash to report. */
export class StandInCrashReporter
  extends strictObject('crashReporter')
  implements Matching<StandInCrashReporter, Electron.CrashReporter>
{
  readonly #desktop: Desktop
  readonly #parameters: Record<string, string> = {}

  constructor(desktop: Desktop) {
    super()
    this.#desktop = desktop
  }

  start(options: Electron.CrashReporterStartOptions): void {
    this.#desktop.record('crashReporter.start', options)
  }

  getUploadToServer(): boolean {
    return false
  }

  setUploadToServer(): void {}

  getLastCrashReport(): null {
    return null
  }

  getUploadedReports(): Electron.CrashReport[] {
    return []
  }

  addExtraParameter(key: string, value: string): void {
    this.#parameters[key] = value
  }

  removeExtraParameter(key: string): void {
    delete this.#parameters[key]
  }

  getParameters(): Record<string, string> {
    return { ...this.#parameters }
  }
}

import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A name that `app.getPath` knows. */
export type PathName = Parameters<Electron.App['getPath']>[0]

/** The folders behind `app.getPath` and `app.setPath`, in Electron's Linux layout. */
export class AppPaths {
  readonly #set = new Map<string, string>()
  readonly #appName: () => string
  readonly #executable: string

  constructor(appName: () => string, executable: string) {
    this.#appName = appName
    this.#executable = executable
  }

  set(name: string, path: string): void {
    this.#set.set(name, path)
  }

  /** The folder of that name; `userData` and `logs` are created. Throws as Electron does for an unknown name. */
  get(name: PathName): string {
    const path = this.#set.get(name) ?? this.#defaultFor(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true })
    return path
  }

  #defaultFor(name: PathName): string | undefined {
    const home = homedir()
    switch (name) {
      case 'home':
        return home
      case 'appData':
        return process.env['XDG_CONFIG_HOME'] || join(home, '.config')
      case 'userData':
        return join(this.get('appData'), this.#appName())
      case 'sessionData':
        return this.get('userData')
      case 'logs':
        return join(this.get('userData'), 'logs')
      case 'crashDumps':
        return join(this.get('userData'), 'Crashpad')
      case 'temp':
        return tmpdir()
      case 'exe':
        return this.#executable
      case 'desktop':
        return join(home, 'Desktop')
      case 'documents':
        return join(home, 'Documents')
      case 'downloads':
        return join(home, 'Downloads')
      case 'music':
        return join(home, 'Music')
      case 'pictures':
        return join(home, 'Pictures')
      case 'videos':
        return join(home, 'Videos')
      default:
        return undefined
    }
  }
}

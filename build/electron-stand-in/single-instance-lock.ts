import { randomUUID } from 'node:crypto'
import {
  existsSync,
  type FSWatcher,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** What a refused instance tells the one that holds the lock. */
export interface SecondInstance {
  argv: string[]
  workingDirectory: string
  additionalData: unknown
}

/**
 * One running instance per folder. The holder's identity stands in a file; a refused instance leaves a message beside
 * it. A holder that was killed leaves a stale file, which the next instance recognises and takes over.
 */
export class SingleInstanceLock {
  readonly #folder: string
  readonly #file: string
  #watcher: FSWatcher | undefined

  constructor(folder: string) {
    this.#folder = folder
    this.#file = join(folder, 'holder')
  }

  get isHeld(): boolean {
    return this.#watcher !== undefined
  }

  /** Takes the lock and listens for later instances, or hands `message` to the holder and returns false. */
  acquire(message: SecondInstance, onSecondInstance: (message: SecondInstance) => void): boolean {
    if (this.isHeld) return true
    mkdirSync(this.#folder, { recursive: true })
    if (!this.#writeHolder()) {
      this.#post(message)
      return false
    }
    this.#watcher = watch(this.#folder, () => this.#readMessages(onSecondInstance)).unref()
    return true
  }

  release(): void {
    if (!this.isHeld) return
    this.#watcher?.close()
    this.#watcher = undefined
    rmSync(this.#file, { force: true })
  }

  /** Linking a finished file is atomic: nobody ever sees a lock without its holder. */
  #writeHolder(): boolean {
    const draft = join(this.#folder, `${randomUUID()}.part`)
    writeFileSync(draft, processIdentity(process.pid) ?? '')
    try {
      while (!linkIfAbsent(draft, this.#file)) {
        if (this.#holderIsAlive()) return false
        rmSync(this.#file, { force: true })
      }
      return true
    } finally {
      rmSync(draft)
    }
  }

  #holderIsAlive(): boolean {
    const holder = existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : ''
    return processIdentity(Number.parseInt(holder, 10)) === holder
  }

  /** Written under another name first, so that the holder never reads half a message. */
  #post(message: SecondInstance): void {
    const name = randomUUID()
    writeFileSync(join(this.#folder, `${name}.part`), JSON.stringify(message))
    renameSync(join(this.#folder, `${name}.part`), join(this.#folder, `${name}.json`))
  }

  #readMessages(onSecondInstance: (message: SecondInstance) => void): void {
    for (const name of readdirSync(this.#folder).filter((entry) => entry.endsWith('.json'))) {
      const file = join(this.#folder, name)
      const message = JSON.parse(readFileSync(file, 'utf8')) as SecondInstance
      rmSync(file)
      onSecondInstance(message)
    }
  }
}

function linkIfAbsent(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Names a running process: its id and, where the system tells, when it started, because ids are used again.
 * Undefined when no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid)) return undefined
  try {
    process.kill(pid, 0)
  } catch {
    return undefined
  }
  return `${pid}@${startTime(pid) ?? 'unknown'}`
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the command before it may hold spaces and brackets. */
function startTime(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

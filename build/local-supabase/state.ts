import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The folder that a backend keeps between runs: the cluster, Storage's objects, and how far its seed came. A seed that was interrupted
 * leaves data that nobody can continue from, so such a state counts as none.
 */
export class BackendState {
  readonly #folder: string
  readonly #seedMark: string

  constructor(folder: string) {
    this.#folder = folder
    this.#seedMark = join(folder, 'seed-state')
  }

  get clusterDir(): string {
    return join(this.#folder, 'postgres')
  }

  get objectsDir(): string {
    return join(this.#folder, 'objects')
  }

  /** Makes the folder ready: empty when `fresh`, or when the last seed did not finish. */
  async prepare(fresh: boolean, log: (line: string) => void): Promise<void> {
    const interrupted = existsSync(this.#seedMark) && (await readFile(this.#seedMark, 'utf8')) === 'started'
    if (interrupted) log('the last seed did not finish: starting anew')
    if (fresh || interrupted) await rm(this.#folder, { recursive: true, force: true })
    await mkdir(this.#folder, { recursive: true })
  }

  /** Runs the seed once in the life of the state. */
  async seedOnce(seed: () => Promise<void>): Promise<void> {
    if (existsSync(this.#seedMark)) return
    await writeFile(this.#seedMark, 'started')
    await seed()
    await writeFile(this.#seedMark, 'done')
  }
}

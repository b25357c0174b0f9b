/** Many runs, one after another, over one PostgreSQL server. */
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClientKit } from './client-kit.ts'
import { loadClient } from './client-kit.ts'
import { Desk } from './desk.ts'
import { Gateway } from './gateway.ts'
import type { History } from './history.ts'
import { Network } from './network.ts'
import { play } from './play.ts'
import type { Stage } from './play.ts'
import { openSite } from './site.ts'
import type { Connections, Site, Workplace } from './site.ts'
import { Violation } from './violation.ts'

/** Runs between two fresh databases. */
const BATCH = 16
/** Caches need no secrecy here, only the same key in every copy. */
const KEY = new Uint8Array(32).fill(7)
const MEMORY_FOLDER = '/dev/shm'
const MEMORY_NEEDED = 500_000_000

export interface Simulator {
  /** Plays one history in a workplace of its own. Resolves to what it violated, or null. */
  run(history: History, options?: RunOptions): Promise<Violation | null>
  /** SQL that plants a fault into the databases from now on; null for none. */
  plant(patch: string | null): void
  close(): Promise<void>
}

export interface RunOptions {
  kit?: ClientKit
  tell?: (line: string) => void
  /** What is there before the first step, made for the workplace that the run gets. */
  opening?: (workplace: Workplace) => NonNullable<Stage['opening']>
}

/** @param runs how many are to come; decides how many workplaces are made ready */
export async function openSimulator(runs: number): Promise<Simulator> {
  const directory = mkdtempSync(join(cachesFolder(), 'leadline-simulator-'))
  const plain = await loadClient()
  const starts: string[][] = []
  const site: Site = await openSite(Math.min(BATCH, runs), async (connections, workplaces) => {
    for (const workplace of workplaces) starts.push(await syncedCaches(plain, connections, workplace, directory))
  })
  let connections: Connections | null = null
  let patch: string | null = null
  let used = 0
  return {
    plant(next) {
      patch = next
      connections = null
    },
    async run(history, { kit = plain, tell, opening } = {}) {
      if (!connections || used === site.workplaces.length) {
        connections = await site.renew(patch ?? undefined)
        used = 0
      }
      const workplace = site.workplaces[used++]!
      const folder = join(directory, 'run')
      mkdirSync(folder)
      try {
        await play(history, {
          connections,
          workplace,
          kit,
          directory: folder,
          key: KEY,
          starts: starts[workplace.place]!,
          ...(tell && { tell }),
          ...(opening && { opening: opening(workplace) }),
        })
        return null
      } catch (error) {
        if (error instanceof Violation) return error
        throw error
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
    async close() {
      await site.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function cachesFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
    return bavail * bsize > MEMORY_NEEDED ? MEMORY_FOLDER : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** A cache of each member that has synced once, so that most runs need not begin with a first sync. */
async function syncedCaches(
  kit: ClientKit,
  connections: Connections,
  workplace: Workplace,
  directory: string,
): Promise<string[]> {
  const files: string[] = []
  for (const [member, userId] of workplace.members.entries()) {
    const file = join(directory, `${workplace.place}-${member}.db`)
    const network = new Network()
    const gateway = new Gateway(connections.api, () => -1)
    const name = `member ${member}`
    const options = {
      name,
      userId,
      file,
      key: KEY,
      kit,
      network,
      gateway,
      rowsPerPage: 1000,
      looks: () => false,
      now: () => 0,
      onPushed: () => {},
    }
    const desk = new Desk(options)
    desk.pull()
    while (desk.isBusy) {
      await network.deliverOne()
      await nextTurn()
      desk.settleDown()
    }
    desk.close()
    files.push(file)
  }
  return files
}

import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Linux keeps files in memory, and how much must be free there for a few test backends, in bytes. */
const MEMORY_FOLDER = '/dev/shm'
const MEMORY_NEEDED = 1_500_000_000

const NAME = /^leadline-backend-(\d+)-/

/**
 * A new folder for a test backend: in memory when there is enough, where the thousand files of a cluster are copied in
 * a tenth of the time. Folders of test processes that were killed are removed on the way.
 */
export async function scratchFolder(): Promise<string> {
  const parent = await chooseParent()
  for (const name of await readdir(parent)) {
    const owner = NAME.exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(parent, name), { recursive: true, force: true })
  }
  return mkdtemp(join(parent, `leadline-backend-${process.pid}-`))
}

async function chooseParent(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(MEMORY_FOLDER)
    return bavail * bsize > MEMORY_NEEDED ? MEMORY_FOLDER : tmpdir()
  } catch {
    return tmpdir()
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

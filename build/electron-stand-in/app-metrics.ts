import { readdirSync, readFileSync } from 'node:fs'

const PAGE_KB = 4

/**
 * `app.getAppMetrics`: this process, and the pages of its Chromium where the system tells (`/proc`).
 * @param chromium its process id
 */
export function appMetrics(chromium: number): Electron.ProcessMetric[] {
  const pages = runningProcesses().filter(({ parents, type }) => type === 'renderer' && parents.includes(chromium))
  return [
    metric(process.pid, 'Browser', process.memoryUsage.rss() / 1024),
    ...pages.map(({ pid, kilobytes }) => metric(pid, 'Tab', kilobytes)),
  ]
}

const metric = (pid: number, type: Electron.ProcessMetric['type'], kilobytes: number): Electron.ProcessMetric => ({
  pid,
  type,
  creationTime: 0,
  cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 },
  memory: { workingSetSize: Math.round(kilobytes), peakWorkingSetSize: Math.round(kilobytes) },
})

interface Running {
  pid: number
  /** From the nearest up. */
  parents: number[]
  /** What Chromium starts it as; undefined for others. */
  type: string | undefined
  kilobytes: number
}

function runningProcesses(): Running[] {
  const pids = read(() => readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))) ?? []
  const parentOf = new Map(pids.map((pid) => [pid, parentIn(pid)]))
  return pids.map((pid) => {
    const commandLine = read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? ''
    const pages = Number(read(() => readFileSync(`/proc/${pid}/statm`, 'utf8'))?.split(' ')[1] ?? 0)
    return {
      pid,
      parents: ancestors(pid, parentOf),
      type: /--type=([\w-]+)/.exec(commandLine)?.[1],
      kilobytes: pages * PAGE_KB,
    }
  })
}

function parentIn(pid: number): number {
  const status = read(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
}

function ancestors(pid: number, parentOf: ReadonlyMap<number, number>): number[] {
  const parent = parentOf.get(pid) ?? 0
  return parent === 0 ? [] : [parent, ...ancestors(parent, parentOf)]
}

/** A process can end while it is looked at, and other systems have no such files. */
function read<T>(what: () => T): T | null {
  try {
    return what()
  } catch {
    return null
  }
}

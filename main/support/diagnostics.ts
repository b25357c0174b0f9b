import type { Health } from '#shared/contract/areas/health.ts'
import type { Failure } from '#shared/contract/result.ts'
import type { CacheFacts } from '../db/read/cache-facts.ts'
import type { LogLine } from './log-lines.ts'

/** The installation, as far as it says nothing about who uses it. */
export interface Installation {
  version: string
  channel: string
  /** Of what it runs on, such as `electron` and `node`. */
  versions: Readonly<Record<string, string | undefined>>
  platform: string
  /** How its data reaches the team: the demo on this computer, or a project. Which one is nobody's business. */
  backend: 'local' | 'hosted'
  /** Whether secrets are sealed by a keychain. */
  protection: string
  /** Milliseconds since 1970. */
  startedAt: number
}

export interface DiagnosticsSources {
  installation: Installation
  health: Health
  facts: CacheFacts
  /** Why it does not sync; null while it does. */
  error: Failure | null
  /** Oldest first. */
  log: readonly LogLine[]
}

const RUNTIMES = ['electron', 'chrome', 'node', 'v8'] as const
const MOST_PROBLEMS = 30
const MEGABYTE = 1_048_576
/** Codes, names of errors and places in our own files, as `describeError` writes them. */
const CODED = /^[\w .:<>[\]-]{1,300}$/

/**
 * What a developer needs to know, as text that a rep can read before sending it. It holds versions, states, counts, times
 * and codes: no name, number, address, text or id.
 */
export function diagnosticsText({ installation, health, facts, error, log }: DiagnosticsSources): string {
  const { at, sync, queue, memory, disk, reads } = health
  const { version, channel, versions, platform, backend, protection, startedAt } = installation
  const runtimes = RUNTIMES.flatMap((name) => (versions[name] ? [`${name} ${versions[name]}`] : []))
  return [
    `Leadline ${version} (${channel}) on ${platform}`,
    runtimes.join(', '),
    `Backend: ${backend}; secrets: ${protection}`,
    `Taken: ${new Date(at).toISOString()}, ${duration(at - startedAt)} after the start`,
    '',
    `Sync: ${sync.state}${error ? ` (${error.code})` : ''}; as of ${sync.synced_at === null ? 'never' : `${duration(at - sync.synced_at)} ago`}`,
    `Queue: ${queue.pending} pending, ${queue.attention} to decide${queue.oldest_at === null ? '' : `, oldest ${duration(at - queue.oldest_at)}`}`,
    `Memory: main ${megabytes(memory.main)}, pages ${megabytes(memory.pages)}`,
    `Disk: caches ${megabytes(disk.caches)}, log ${megabytes(disk.log)}`,
    '',
    `Cache, schema ${facts.schema}:`,
    ...Object.entries(facts.rows).flatMap(([table, rows]) => (rows > 0 ? [`  ${table} ${rows}`] : [])),
    '',
    'Reads (times, median ms, 95th percentile ms):',
    ...reads.map(({ name, count, p50, p95 }) => `  ${name} ${count} ${p50.toFixed(1)} ${p95.toFixed(1)}`),
    '',
    'Latest problems:',
    ...problems(log),
  ].join('\n')
}

/** Warnings and errors, those that follow each other and are the same as one; newest last. */
function problems(log: readonly LogLine[]): string[] {
  const told = log.filter(({ level }) => level !== 'info').map((line) => ({ at: line.at, what: coded(line), times: 1 }))
  const gathered = told.reduce<typeof told>((before, problem) => {
    const last = before.at(-1)
    if (last?.what !== problem.what) return [...before, problem]
    return [...before.slice(0, -1), { ...problem, times: last.times + 1 }]
  }, [])
  if (gathered.length === 0) return ['  none']
  return gathered
    .slice(-MOST_PROBLEMS)
    .map(({ at, what, times }) => `  ${at} ${what}${times > 1 ? ` (${times} times)` : ''}`)
}

function coded({ level, event, data }: LogLine): string {
  const cause = data?.['cause']
  return `${level} ${event}${typeof cause === 'string' && CODED.test(cause) ? ` ${cause}` : ''}`
}

const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`

/** Seconds, minutes or hours, whichever says most. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (Math.abs(seconds) < 120) return `${seconds} s`
  return Math.abs(seconds) < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}

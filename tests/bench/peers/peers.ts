/** The same work by other replication engines, side by side with Leadline's own figures (README.md beside this). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { median, percentile, printSkipped, type Figure, type Report } from '../figures.ts'
import { benchComparable } from '../sync-quick.ts'
import { installPeer } from './install.ts'
import type { PeerSamples } from './peer.ts'

interface PeerPackage {
  name: 'rxdb' | 'zero'
  versions: Record<string, string>
  /** It listens on every address: it may run only where there is nothing but loopback. */
  needsSeclusion: boolean
}

const PEERS: PeerPackage[] = [
  {
    name: 'rxdb',
    versions: { rxdb: '17.6.0', rxjs: '7.8.2', '@supabase/supabase-js': '2.119.1' },
    needsSeclusion: false,
  },
  { name: 'zero', versions: { '@rocicorp/zero': '1.9.0' }, needsSeclusion: true },
]

const PEER_LIMIT_MS = 10 * 60_000

export async function benchPeers(report: Report): Promise<void> {
  const own = new Map<string, number>()
  await benchComparable((figure) => {
    own.set(figure.name, figure.value)
    report(figure)
  })
  for (const peer of PEERS) {
    try {
      for (const figure of figuresOf(peer, await run(peer), own)) report(figure)
    } catch (error) {
      printSkipped(`peers.${peer.name}`, (error as Error).message)
    }
  }
}

function figuresOf({ name }: PeerPackage, { initial, live, drain }: PeerSamples, own: Map<string, number>): Figure[] {
  const figure = (what: string, value: number, n: number): Figure => ({
    name: `peers.${name}.${what}`,
    value,
    unit: 'ms',
    floor: own.get(`sync.${what}`) ?? null,
    n,
  })
  return [
    figure('initial.10k', median(initial), initial.length),
    figure('live.p50', percentile(live, 0.5), live.length),
    figure('live.p95', percentile(live, 0.95), live.length),
    figure('drain.1000', median(drain), drain.length),
  ]
}

/** @throws with the reason why the peer could not be installed, started or brought to the end of its work */
async function run({ name, versions, needsSeclusion }: PeerPackage): Promise<PeerSamples> {
  const folder = await installPeer(name, versions)
  const script = join(folder, `${name}.mjs`)
  // A script finds the packages only from within their folder.
  copyFileSync(join(import.meta.dirname, `${name}.mjs`), script)
  const host = [process.execPath, join(import.meta.dirname, 'host.ts'), script]
  const [program, ...args] = needsSeclusion ? secluded(host) : host
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: PEER_LIMIT_MS })
  const closed = once(child, 'close')
  const [output, log] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  if (child.exitCode === 0) return JSON.parse(output) as PeerSamples
  throw new Error(child.signalCode ? `It did not end within ${PEER_LIMIT_MS / 60_000} minutes.` : firstError(log))
}

/** In a network of its own that has only loopback, and gone with everything it started when it ends. */
function secluded(command: string[]): string[] {
  const rights = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']
  const isolation = ['--net', '--pid', '--fork', '--kill-child']
  return ['unshare', ...rights, ...isolation, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command]
}

function firstError(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const line = lines.find((each) => /error|unshare/i.test(each)) ?? lines.at(-1) ?? 'It ended without a word.'
  // zero-cache adds the stack as JSON.
  return line.replace(/ \{".*$/, '')
}

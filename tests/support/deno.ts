import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const DENO = join(ROOT, 'node_modules', '.bin', 'deno')
const CONFIG = join(ROOT, 'supabase', 'functions', 'deno.json')

const entryOf = (name: string): string => join(ROOT, 'supabase', 'functions', name, 'index.ts')

/** What `deno check` has to say about a function; empty when nothing. */
export function denoCheck(name: string): string {
  const { status, stderr, error } = spawnSync(DENO, ['check', '--config', CONFIG, entryOf(name)], { encoding: 'utf8' })
  if (error) throw error
  return status === 0 ? '' : stderr
}

/**
 * A function served by Deno on a free port, with the permissions it has on the platform. `close` kills it, in the middle
 * of whatever it does.
 */
export async function serveOnDeno(
  name: string,
  environment: Record<string, string>,
): Promise<{ url: string; close(): Promise<void> }> {
  const deno = spawn(
    DENO,
    ['run', '--no-prompt', '--allow-net', '--allow-env', '--allow-read', '--config', CONFIG, entryOf(name)],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The command starts Deno as a child of its own: a group of their own ends both.
      detached: true,
    },
  )
  const exited = once(deno, 'exit')
  let told = ''
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      told += chunk.toString()
      const address = /Listening on (http:\S+?)\/?\s/.exec(told)?.[1]
      if (address) resolve(address)
    }
    deno.stdout.on('data', hear)
    deno.stderr.on('data', hear)
    deno.once('exit', () => reject(new Error(`Deno ended before it served ${name}: ${told}`)))
  })
  return {
    url,
    async close() {
      if (deno.pid !== undefined) process.kill(-deno.pid, 'SIGKILL')
      await exited
    },
  }
}

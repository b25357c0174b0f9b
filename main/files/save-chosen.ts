import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { ExpectedError } from '#shared/contract/errors.ts'

/**
 * Saves what the rep exports where they have chosen.
 * @param what it is, as a sentence begins: `The notes`
 * @returns the name it has there
 * @throws `storage_full` where it cannot be written, with the system's reason
 */
export async function saveChosen(path: string, content: string | Uint8Array, what: string): Promise<string> {
  await writeFile(path, content).catch((error: NodeJS.ErrnoException) => {
    throw new ExpectedError(
      'storage_full',
      `${what} could not be saved there (${error.code ?? 'no reason given'}). Choose another place.`,
    )
  })
  return basename(path)
}

/** A name that every system takes for a file about somebody. */
export const fileNameAbout = (what: string, label: string | null): string =>
  `${what} ${(label ?? 'lead')
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80)}`.trim()

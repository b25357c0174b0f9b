import { basename } from 'node:path'
import type { z } from 'zod'
import type { IMPORT_COMMANDS } from '#shared/contract/areas/import.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { SystemFiles } from './attachments.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof IMPORT_COMMANDS]: (input: z.output<(typeof IMPORT_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands about leads in files do. Where a file is, only main knows. */
export function importHandlers(
  { workspace, writable }: Pick<AreaContext, 'workspace' | 'writable'>,
  { saveAs, choose }: Pick<SystemFiles, 'saveAs' | 'choose'>,
): Handlers {
  /** Asks where to, and writes there. */
  async function save(name: string, write: (path: string) => Promise<void>): Promise<{ saved_as: string | null }> {
    const path = await saveAs(name)
    if (path === null) return { saved_as: null }
    await write(path).catch((error: unknown) => {
      if (!(error instanceof Error) || !('code' in error) || error instanceof ExpectedError) throw error
      throw new ExpectedError('storage_full', `The file could not be saved there (${String(error.code)}).`)
    })
    return { saved_as: basename(path) }
  }

  return {
    async 'import.choose'() {
      const { imports } = writable()
      const path = await choose('Leads', ['csv', 'tsv', 'txt', 'xlsx'])
      if (path !== null) await imports.choose(path)
      return { is_chosen: path !== null }
    },
    'import.read_as': async (known) => (await writable().imports.readAs(known), null),
    'import.run': async (options) => ({ import_id: await writable().imports.run(options) }),
    'import.cancel': async () => (await writable().imports.cancel(), null),
    'import.resume': async () => (await writable().imports.resume(), null),
    'import.undo': async ({ import_id }) => (await writable().imports.undo(import_id), null),
    'import.save_report': ({ import_id }) =>
      save('Rows that stayed out.csv', (path) => workspace().imports.saveReport(path, import_id)),
    'import.history': () => workspace().imports.history(),
    'import.dismiss': async () => (await workspace().imports.dismiss(), null),
    async 'lead.export'({ source, format }) {
      const { exports } = workspace()
      let leads = 0
      const { saved_as } = await save(`Leads.${format}`, async (path) => {
        leads = await exports.write({ source, format, path })
      })
      return { saved_as, leads }
    },
  }
}

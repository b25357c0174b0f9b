import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'
import type { ATTACHMENT_COMMANDS } from '#shared/contract/areas/attachments.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { IncomingFiles } from '../../files/incoming-files.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof ATTACHMENT_COMMANDS]: (
    input: z.output<(typeof ATTACHMENT_COMMANDS)[N]>,
  ) => Promise<CommandOutput<N>>
}

/** What the system does with copies of files. */
export interface SystemFiles {
  /** Opens one in its program; resolves to why it could not, in words, or to nothing. */
  open: (path: string) => Promise<string>
  /** Asks where to save one; null when the rep gave up. */
  saveAs: (name: string) => Promise<string | null>
  /** Asks for one file of a kind, by its extensions; null when the rep gave up. */
  choose: (kind: string, extensions: string[]) => Promise<string | null>
}

/** What the commands about the files of messages do. */
export function attachmentHandlers(
  { workspace, writable, now }: AreaContext,
  system: Pick<SystemFiles, 'open' | 'saveAs'>,
): Handlers {
  const incoming = new IncomingFiles()
  return {
    async 'file.begin'(file) {
      writable()
      const file_id = uuidv7(now())
      incoming.begin(file_id, file)
      return { file_id }
    },
    async 'file.append'({ file_id, part }) {
      const whole = incoming.append(file_id, Buffer.from(part, 'base64'))
      if (!whole) return null
      const { db, files } = writable()
      await files.keep(file_id, whole.content)
      await db.attachFile(whole.file, { at: now() })
      return null
    },
    async 'file.drop'({ file_id }) {
      if (incoming.drop(file_id)) return null
      const { db, files } = writable()
      await db.dropFile(file_id)
      await files.forget([file_id])
      return null
    },
    async 'upload.retry'({ attachment_id }) {
      const { db, uploads } = writable()
      await db.fileFailed(attachment_id, null)
      uploads.wakeNow()
      return null
    },

    'attachment.load': ({ attachment_id }) => workspace().files.load(attachment_id),
    async 'attachment.open'({ attachment_id }) {
      const problem = await system.open(await workspace().files.copyToOpen(attachment_id))
      if (problem) throw new ExpectedError('not_found', `The file could not be opened: ${problem}. Save it instead.`)
      return null
    },
    async 'attachment.save'({ attachment_id }) {
      const { name, content } = await workspace().files.contentOf(attachment_id)
      const path = await system.saveAs(name)
      if (path === null) return { saved_as: null }
      await writeFile(path, content).catch((error: NodeJS.ErrnoException) => {
        throw new ExpectedError(
          'storage_full',
          `The file could not be saved there (${error.code ?? 'no reason given'}).`,
        )
      })
      return { saved_as: basename(path) }
    },
  }
}

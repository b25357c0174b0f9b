import type { z } from 'zod'
import type { PRINT_COMMANDS, PrintRequest } from '#shared/contract/areas/print.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { fileNameAbout, saveChosen } from '../../files/save-chosen.ts'
import type { SystemFiles } from './attachments.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof PRINT_COMMANDS]: (input: z.output<(typeof PRINT_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

export interface PrintContext extends Pick<AreaContext, 'workspace'> {
  saveAs: SystemFiles['saveAs']
  printer: {
    pdf: (request: PrintRequest) => Promise<Uint8Array>
    paper: (request: PrintRequest) => Promise<void>
    ready: (job: string, problem: string | null) => void
  }
}

/** What the commands of print do. */
export function printHandlers({ workspace, saveAs, printer }: PrintContext): Handlers {
  async function labelOf(conversation_id: string): Promise<string | null> {
    const view = await workspace().db.read('conversation.view', { conversation_id, limit: 1 })
    if (!view) throw new ExpectedError('not_found', 'This conversation is no longer in your local data.')
    return view.lead.label
  }

  return {
    async 'print.save'(request) {
      const path = await saveAs(`${fileNameAbout('Conversation with', await labelOf(request.conversation_id))}.pdf`)
      if (path === null) return { saved_as: null }
      return { saved_as: await saveChosen(path, await printer.pdf(request), 'The conversation') }
    },
    async 'print.paper'(request) {
      await labelOf(request.conversation_id)
      await printer.paper(request)
      return null
    },
    async 'print.ready'({ job, problem }) {
      printer.ready(job, problem)
      return null
    },
  }
}

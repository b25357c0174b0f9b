import type { z } from 'zod'
import type { VIEWS_COMMANDS } from '#shared/contract/areas/views.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { viewColumns } from '#shared/domain/saved-view.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof VIEWS_COMMANDS]: (input: z.output<(typeof VIEWS_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of saved views do. */
export function viewsHandlers({ workspace, commit, now }: AreaContext): Handlers {
  /** Names are unique among a person's views; better said at once than refused by the server later. */
  async function ownViews(name: string | undefined, except?: string) {
    const own = (await workspace().db.read('views.list', null)).filter(({ is_own }) => is_own)
    if (own.some((view) => view.name === name && view.id !== except)) {
      throw new ExpectedError('conflict', `You have a view called “${name}” already. Choose another name.`)
    }
    return own
  }

  return {
    async 'view.save'({ name, is_shared, view }) {
      const { length: position } = await ownViews(name)
      const saved_view_id = uuidv7(now())
      const args = { saved_view_id, name, kind: 'inbox', is_shared, position, ...viewColumns(view) } as const
      await commit({ name: 'saved_view.create', args })
      return { view_id: saved_view_id }
    },
    async 'view.edit'({ view_id, set: { view, ...set } }) {
      await ownViews(set.name, view_id)
      const args = { saved_view_id: view_id, set: { ...set, ...(view && viewColumns(view)) } }
      return commit({ name: 'saved_view.edit', args })
    },
    'view.delete': ({ view_id }) => commit({ name: 'saved_view.delete', args: { saved_view_id: view_id } }),
  }
}

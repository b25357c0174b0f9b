import type { z } from 'zod'
import type { TRIAGE_COMMANDS } from '#shared/contract/areas/triage.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { BulkRunner } from './bulk-runner.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof TRIAGE_COMMANDS]: (input: z.output<(typeof TRIAGE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of triage do. */
export function triageHandlers({ workspace, writable, commit, now }: AreaContext, bulk: BulkRunner): Handlers {
  return {
    async 'inbox.bulk'({ target, change }) {
      const place = writable()
      if (change.kind === 'snooze' && change.until <= now()) {
        throw new ExpectedError('invalid_input', 'A conversation can only be snoozed until a time to come.')
      }
      return bulk.run(
        place,
        'ids' in target ? target.ids : () => place.db.read('inbox.matching', target),
        change,
        now(),
      )
    },
    'inbox.bulk_undo': ({ id }) => bulk.undo(writable(), id, now()),
    async 'inbox.bulk_cancel'() {
      bulk.cancel()
      return null
    },
    async 'conversation.snooze'({ conversation_id, until }) {
      // Put away over what the customer has said since, it is held.
      const seen_inbound_id = await workspace().db.read('conversation.last_inbound', { conversation_id })
      return commit({ name: 'conversation.snooze', args: { conversation_id, until, seen_inbound_id } })
    },
    'conversation.unsnooze': (args) => commit({ name: 'conversation.unsnooze', args }),
    'conversation.prioritize': (args) => commit({ name: 'conversation.prioritize', args }),
    'conversation.mark_unread': (args) => commit({ name: 'conversation.mark_unread', args }),
  }
}

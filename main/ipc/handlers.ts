import { ExpectedError } from '#shared/contract/errors.ts'
import { COMMANDS, type CommandName, type CommandOutput, type EventName, type Events } from '#shared/contract/ipc.ts'
import type { WindowId } from '#shared/contract/areas/pop-outs.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { z } from 'zod'
import type { CommitWith, NewMutation } from '../db/calls.ts'
import type { Lifecycle } from '../lifecycle.ts'
import type { SettingsFile } from '../support/settings.ts'
import { attachmentHandlers, type SystemFiles } from './areas/attachments.ts'
import { awayHandlers } from './areas/away.ts'
import type { Workspace } from '../workspace.ts'
import type { BulkRunner } from './areas/bulk-runner.ts'
import type { AreaContext } from './areas/context.ts'
import { desktopHandlers, type DesktopContext } from './areas/desktop.ts'
import { hotHandlers, type HotContext } from './areas/hot.ts'
import { leadHandlers } from './areas/lead.ts'
import { importHandlers } from './areas/import.ts'
import { notesHandlers } from './areas/notes.ts'
import { tasksHandlers } from './areas/tasks.ts'
import { triageHandlers } from './areas/triage.ts'
import { composerHandlers } from './areas/composer.ts'
import { presenceHandlers, type PresenceContext } from './areas/presence.ts'
import { mentionsHandlers } from './areas/mentions.ts'
import { invitationHandlers } from './areas/invitation.ts'
import type { WaitingInvitation } from '../auth/invitation.ts'
import { updateHandlers, type UpdateContext } from './areas/update.ts'
import { viewsHandlers } from './areas/views.ts'
import { healthHandlers, type HealthContext } from './areas/health.ts'
import { pipelineHandlers } from './areas/pipeline.ts'
import { serviceHandlers } from './areas/services.ts'
import { stageEditorHandlers } from './areas/stage-editor.ts'
import { offlineHandlers } from './areas/offline.ts'
import { threadHandlers } from './areas/thread.ts'

export type CommandHandlers = {
  [N in CommandName]: (input: z.output<(typeof COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

export interface HandlerOptions {
  lifecycle: Lifecycle
  settings: SettingsFile
  now: () => number
  openExternal: (url: string) => Promise<boolean>
  files: SystemFiles
  /** What is told to the rep, and what the rep does about it. */
  telling: Pick<HotContext, 'hotLead' | 'changed'>
  desktop: Pick<DesktopContext, 'desktop' | 'set'> &
    Pick<PresenceContext, 'show'> & {
      /** Tells the windows of the app something, but not that one. */
      send: <N extends EventName>(name: N, payload: Events[N], except: WindowId) => void
    }
  update: UpdateContext
  invitation: WaitingInvitation
  health: HealthContext
  /** Changes of many conversations, which `inbox.bulk_progress` tells of. */
  bulk: BulkRunner
  setTheme: (theme: 'system' | 'light' | 'dark') => void
  /** Writes a support bundle and resolves to its path. */
  saveSupportBundle: () => Promise<string>
}

/** What each command of the contract does. Inputs are parsed already; failures are ExpectedErrors. */
export function createHandlers(options: HandlerOptions): CommandHandlers {
  const { lifecycle, settings, bulk, now, telling, openExternal, setTheme, saveSupportBundle } = options

  function writable(): Workspace {
    const { workspace } = lifecycle
    if (workspace.identity.user.role === 'viewer') {
      throw new ExpectedError('forbidden', 'You are a viewer: you can read everything and change nothing.')
    }
    return workspace
  }

  async function commit(mutation: NewMutation, options: CommitWith = {}): Promise<null> {
    const { db, engine } = writable()
    await db.commit(mutation, { at: now(), ...options })
    engine.wake('write')
    return null
  }

  const area: AreaContext = { workspace: () => lifecycle.workspace, writable, commit, now }

  /** The customer's last message as this desktop knows it: what the rep acted upon. */
  async function seenInbound(conversation_id: string): Promise<{ seen_inbound_id: string | null }> {
    return { seen_inbound_id: await lifecycle.workspace.db.read('conversation.last_inbound', { conversation_id }) }
  }

  return {
    ...leadHandlers(area),
    ...triageHandlers(area, bulk),
    ...threadHandlers(area),
    ...attachmentHandlers(area, options.files),
    ...offlineHandlers(area),
    ...awayHandlers(area),
    ...composerHandlers(area),
    ...viewsHandlers(area),
    ...mentionsHandlers(area),
    ...pipelineHandlers(area),
    ...tasksHandlers(area),
    ...stageEditorHandlers(area),
    ...notesHandlers(area, options.files),
    ...importHandlers(area, options.files),
    ...presenceHandlers({
      ...area,
      show: options.desktop.show,
      isHidden: () => settings.get().desktop.presence === 'hidden',
    }),
    ...hotHandlers({ ...area, ...telling, openExternal }),
    ...desktopHandlers({
      ...area,
      ...options.desktop,
      saveAs: options.files.saveAs,
      settings: () => settings.get().desktop,
    }),
    ...updateHandlers(options.update),
    ...invitationHandlers(options.invitation, lifecycle),
    ...healthHandlers(area, options.health),
    ...serviceHandlers(area),

    'setup.connect': async (hosted) => (await lifecycle.connect(hosted), null),
    'setup.forget': async () => (await lifecycle.forget(), null),
    'auth.sign_in': async ({ email, password }) => (await lifecycle.signIn(email, password), null),
    'auth.sign_out': async ({ wipe, discard_unsent }) => ({
      unsent: await lifecycle.signOut({ wipe, discardUnsent: discard_unsent }),
    }),

    async 'note.create'({ lead_id, conversation_id, body, title, type }) {
      const note_id = uuidv7(now())
      const text = requireText(body, 'A note needs text.')
      const options = conversation_id ? { spent: { conversation_id, body: text } } : {}
      await commit({ name: 'note.create', args: { note_id, lead_id, body: text, title, type } }, options)
      return { note_id }
    },
    'note.edit': (args) => commit({ name: 'note.edit', args }),
    'note.delete': (args) => commit({ name: 'note.delete', args }),

    async 'conversation.read'({ conversation_id }) {
      // A viewer's reading is nobody else's business.
      if (lifecycle.workspace.identity.user.role === 'viewer') return null
      return commit({ name: 'conversation.read', args: { conversation_id, ...(await seenInbound(conversation_id)) } })
    },
    async 'conversation.close'({ conversation_id }) {
      return commit({ name: 'conversation.close', args: { conversation_id, ...(await seenInbound(conversation_id)) } })
    },
    'conversation.reopen': (args) => commit({ name: 'conversation.reopen', args }),
    'conversation.assign': (args) => commit({ name: 'conversation.assign', args }),
    'conversation.load_older': ({ conversation_id }) => lifecycle.workspace.loadOlder(conversation_id),
    'lead.claim': (args) => commit({ name: 'lead.claim', args }),

    'draft.load': ({ conversation_id }) => lifecycle.workspace.db.loadDraft(conversation_id),
    async 'draft.save'({ conversation_id, window, ...draft }) {
      await lifecycle.workspace.db.saveDraft(conversation_id, draft, { at: now() })
      options.desktop.send('draft.changed', { conversation_id, draft }, window)
      return null
    },

    async 'attention.retry'({ seq }) {
      const { db, engine } = lifecycle.workspace
      await db.retryParked(seq)
      engine.wake('write')
      return null
    },
    async 'attention.settle'({ seq, fields }) {
      const { db, engine } = lifecycle.workspace
      const settled = await db.settleParked(seq, fields, { at: now() })
      engine.wake('write')
      return settled
    },
    async 'attention.discard'({ seq }) {
      const { db, engine } = lifecycle.workspace
      const discarded = await db.discardParked(seq, { at: now() })
      await engine.refreshCounts()
      return discarded
    },
    async 'attention.restore'({ id }) {
      const { db, engine } = lifecycle.workspace
      await db.restoreDiscarded(id, { at: now() })
      engine.wake('write')
      return null
    },
    async 'sync.undo_merge'({ id }) {
      const { db, engine } = writable()
      await db.undoMerge(id, { at: now() })
      engine.wake('write')
      return null
    },
    async 'outbox.discard'({ seq }) {
      const { db, engine } = lifecycle.workspace
      const discarded = await db.discardUnsent(seq, { at: now() })
      await engine.refreshCounts()
      return discarded
    },
    async 'sync.now'() {
      lifecycle.workspace.engine.wake('user')
      return null
    },

    'app.retry': async () => (await lifecycle.retry(), null),
    'support.bundle': async () => ({ file: await saveSupportBundle() }),
    async 'app.open_external'({ url }) {
      if (!(await openExternal(url))) {
        throw new ExpectedError('invalid_input', 'Only web, e-mail and phone links can be opened.')
      }
      return null
    },
    async 'app.set_theme'({ theme }) {
      settings.update({ theme })
      setTheme(theme)
      return null
    },
  }
}

function requireText(body: string, message: string): string {
  if (body.trim() === '') throw new ExpectedError('invalid_input', message)
  return body
}

/** The cache's calls, each to the worker that answers it. */
import { ExpectedError } from '#shared/contract/errors.ts'
import { PUSH_BATCH } from '#shared/replication/protocol.ts'
import type { Opened, Reads, Writes } from './calls.ts'
import type { Database, OpenOptions } from './client.ts'
import { isSearch } from './search/search-client.ts'
import type { SearchClient } from './search/search-client.ts'
import { bytesOf, stagedAnswer } from './staged-answer.ts'
import type { SupervisedPeer } from './supervised-peer.ts'

export type Writer = SupervisedPeer<Writes, Opened>
export type Reader = SupervisedPeer<Reads, null>

/** The cache's interface over its workers; what is asked of a dead one, and what it had staged, is refused. */
export function databaseOver(
  writer: Writer,
  reader: Reader,
  search: SearchClient,
  opened: () => Opened,
  onRead: NonNullable<OpenOptions['onRead']>,
): Database {
  const finish = async (how: 'close' | 'destroy') => {
    await search.end()
    // The reader goes first: the last connection to close folds the write-ahead log into the file.
    await reader.end()
    try {
      await writer.call(how, null)
    } finally {
      await writer.end()
    }
  }
  // Pages that were staged with a writer that has died are gone: the round that they belonged to must not be applied.
  let round = writer.starts
  const inRound = <T>(work: () => Promise<T>): Promise<T> =>
    round === writer.starts ? work() : Promise.reject(new ExpectedError('internal', 'This round has to begin again.'))
  return {
    get recovered() {
      return opened().recovered
    },
    get syncedAt() {
      return opened().synced_at
    },
    get clientId() {
      return opened().client_id
    },
    async renewClientId() {
      const clientId = await writer.call('renewClientId', null)
      opened().client_id = clientId
      return clientId
    },
    async read(name, input) {
      const asked = performance.now()
      const answer = await (isSearch(name) ? search.ask(name, input as never) : reader.call(name, input as never))
      onRead(name, performance.now() - asked)
      return answer
    },
    onChange(listener) {
      const stops = [writer, reader, search].map((peer) => peer.onChange(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    commit: (mutation, options) => writer.call('commit', { mutation, ...options }),
    commitAll: (mutations, { at }) => writer.call('commitAll', { mutations, at }),
    saveDraft: async (conversation_id, draft, { at }) =>
      void (await writer.call('saveDraft', { conversation_id, draft, at })),
    loadDraft: (conversation_id) => reader.call('draft.load', { conversation_id }),
    attachFile: async (file, { at }) => void (await writer.call('attachFile', { file, at })),
    dropFile: async (id) => void (await writer.call('dropFile', { id })),
    uploadAt: async (id, url) => void (await writer.call('uploadAt', { id, url })),
    fileStored: async (id) => void (await writer.call('fileStored', { id })),
    fileFailed: async (id, error) => void (await writer.call('fileFailed', { id, error })),
    leaseBatch: (limit = PUSH_BATCH) => writer.call('leaseBatch', { limit }),
    release: async (isUnsent) => void (await writer.call('release', { isUnsent })),
    settle: async (outcomes) => void (await writer.call('settle', { outcomes })),
    async stagePage(answer) {
      const staged = stagedAnswer(answer)
      return { ...(await inRound(() => writer.call('stagePage', staged))), bytes: bytesOf(staged) }
    },
    applyRound: (cursor, { at }) => inRound(() => writer.call('applyRound', { cursor, at })),
    historyStart: (conversation_id) => writer.call('historyStart', { conversation_id, now: Date.now() }),
    keepHistory: (conversationId, start, answer) =>
      writer.call('keepHistory', {
        conversationId,
        start,
        answer: stagedAnswer(answer),
        complete: answer.complete,
      }),
    async discardRound() {
      await writer.call('discardRound', null)
      round = writer.starts
    },
    resetScope: async (reason) => void (await writer.call('resetScope', { reason })),
    cursor: () => writer.call('cursor', null),
    retryParked: (seq) => writer.call('retryParked', { seq }),
    undoMerge: (id, { at }) => writer.call('undoMerge', { id, at }),
    settleParked: (seq, fields, { at }) => writer.call('settleParked', { seq, fields, at }),
    discardParked: (seq, { at }) => writer.call('discardParked', { seq, at }),
    discardUnsent: (seq, { at }) => writer.call('discardUnsent', { seq, at }),
    keptViews: () => reader.call('keep.list', null),
    keepView: (view, { at }) => writer.call('keepView', { view, at }),
    forgetView: async (id) => void (await writer.call('forgetView', { id })),
    conversationsIn: (view) => reader.call('inbox.matching', view),
    keptSizes: (ids) => reader.call('keep.sizes', { ids }),
    trimHistory: async (ids, { now }) => void (await writer.call('trimHistory', { ids, now })),
    editUnsent: (edited) => writer.call('editUnsent', edited),
    restoreDiscarded: async (id, { at }) => void (await writer.call('restoreDiscarded', { id, at })),
    takeReminders: (now) => writer.call('takeReminders', { now }),
    wakeSnoozed: (now) => writer.call('wakeSnoozed', { now }),
    markTold: async (keys, { at }) => void (await writer.call('markTold', { keys, at })),
    putOff: async (key, until) => void (await writer.call('putOff', { key, until })),
    keepText: async (key, value) => void (await writer.call('keepText', { key, value })),
    dismissAway: async (to) => void (await writer.call('dismissAway', { to })),
    backlog: () => writer.call('backlog', null),
    unsentCount: async () => {
      const { pending, attention } = await writer.call('backlog', null)
      return pending + attention
    },
    stats: () => writer.call('stats', null),
    close: () => finish('close'),
    destroy: () => finish('destroy'),
  }
}

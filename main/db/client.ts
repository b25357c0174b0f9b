/**
 * The encrypted local cache as the main process sees it: typed calls to a writer and a reader that live in workers, and
 * the changes they report. README.md in this folder describes files, paths and invariants.
 */
import { ExpectedError } from '#shared/contract/errors.ts'
import { PUSH_BATCH } from '#shared/replication/protocol.ts'
import type { Cursor, HistoryStart, Outcome, PullAnswer, PushMutation } from '#shared/replication/protocol.ts'
import type { FieldChoice, Undo } from '#shared/contract/ipc.ts'
import type { Draft } from '#shared/contract/read-models.ts'
import type {
  Backlog,
  CommitWith,
  Committed,
  KeptSize,
  NewMutation,
  Opened,
  OutgoingFile,
  ReadInput,
  ReadName,
  ReadOutput,
  Reads,
  Recovered,
  RoundReport,
  Stats,
  ViewOfInbox,
  Writes,
} from './calls.ts'
import type { ChangeSet } from './changes.ts'
import { bytesOf, stagedAnswer } from './staged-answer.ts'
import { SearchClient, isSearch } from './search/search-client.ts'
import { SupervisedPeer } from './supervised-peer.ts'
import type { StageableAnswer } from './staged-answer.ts'
import { inWorkerThread } from './transport.ts'
import type { Connect } from './transport.ts'

export interface OpenOptions {
  /** Where the bundled worker is: `db-worker.js` beside the main bundle, `worker.ts` in tests. */
  workerUrl: URL
  /** The cache file, one per (project, user). Its folder is created. */
  file: string
  /** 32 random bytes from the keychain. */
  key: Uint8Array
  /** The signed-in rep, whose leads and conversations are "mine". */
  userId: string
  /**
   * Hears once that the file proved damaged while open: it is to be closed and opened again, which sets it aside. Where a
   * writer that had to be started anew has done that already, with what it found.
   */
  onDamage?: (recovered: Recovered | null) => void
  /** What carries messages to the workers; worker threads unless told otherwise. */
  connect?: Connect
}

/**
 * All methods reject with an `ExpectedError`: `storage_full` (nothing was changed, the cache stays usable),
 * `storage_corrupt` (the next opening sets the file aside), `invalid_input`, `not_found`, `conflict`, `incompatible`,
 * `internal`.
 */
export interface Database {
  /** Set when the cache could not be read at opening and a new one was begun. */
  readonly recovered: Recovered | null
  /** When the cache last equalled the server, as of opening; null before the first complete pull. */
  readonly syncedAt: number | null
  /** Minted once per file; names this cache in the server's ledger, together with a change's `seq`. */
  readonly clientId: string

  /** Asks the reader. A read asked after a change was reported sees that change. */
  read<N extends ReadName>(name: N, input: ReadInput<N>): Promise<ReadOutput<N>>
  /** Calls back after every transaction that changed something. Returns the way to stop. */
  onChange(listener: (changes: ChangeSet) => void): () => void

  /**
   * Applies a rep's change to the cache and queues it, durably, in one transaction.
   * @param options.at when the rep acted, milliseconds since 1970
   * @param options.spent the draft that this change was
   * @param options.first changes that are queued before it
   * @throws `not_found` when its target is not in the cache, `conflict` when it can do nothing (already claimed)
   */
  commit(mutation: NewMutation, options: { at: number } & CommitWith): Promise<Committed>
  /**
   * The same for several in one transaction. One that can do nothing leaves the others as they are.
   * @returns of each whether it was applied
   */
  commitAll(mutations: NewMutation[], options: { at: number }): Promise<boolean[]>
  saveDraft(conversationId: string, draft: Draft, options: { at: number }): Promise<void>
  loadDraft(conversationId: string): Promise<Draft | null>

  /** Attaches a file to the draft of a conversation; its content is kept elsewhere. */
  attachFile(file: OutgoingFile, options: { at: number }): Promise<void>
  /** Takes a file off a draft; one that is a message's stays. */
  dropFile(id: string): Promise<void>
  /** Where the upload of a file goes on once it was cut; null: from its beginning. */
  uploadAt(id: string, url: string | null): Promise<void>
  /** The server has the file: a message that waited for it alone goes out. */
  fileStored(id: string): Promise<void>
  /** The server does not take the file, and why; null: it is to be tried again. */
  fileFailed(id: string, error: string | null): Promise<void>

  /** Takes up to `limit` pending changes, in client order, and marks them as on their way. */
  leaseBatch(limit?: number): Promise<PushMutation[]>
  /** Puts every leased change back: its push got no answer. */
  release(isUnsent: boolean): Promise<void>
  /**
   * Takes a new name in the server's ledger, and puts leased changes back: the server has seen another content under this
   * name (`cloned_client`), so this file is a copy, or the one that was copied.
   */
  renewClientId(): Promise<string>
  /** Takes the server's outcomes: applied ones wait to be seen by a pull, the others wait for the rep. */
  settle(outcomes: Outcome[]): Promise<void>

  /**
   * Sets a pull's answer aside until its round is applied. `incompatible` when a table or column is not as expected.
   * @returns `staged`: rows that wait; `bytes`: how long the answer's rows are as JSON
   */
  stagePage(answer: StageableAnswer): Promise<{ staged: number; bytes: number }>
  /** Applies what was staged and moves the cursor. Rounds of up to 2,000 rows are atomic. */
  applyRound(cursor: Cursor, options: { at: number }): Promise<RoundReport>
  /** Where older messages of a conversation are to be asked for; null when there is nothing to fetch. */
  historyStart(conversationId: string): Promise<HistoryStart | null>
  /** Keeps older messages; false when a round was applied since their start, they are then to be asked for again. */
  keepHistory(conversationId: string, start: HistoryStart, answer: PullAnswer): Promise<boolean>
  /** Forgets what was staged: the round will be pulled again. */
  discardRound(): Promise<void>
  /**
   * The server cannot continue from this cursor. Forgets it; the next applied round is taken as all there is, rows that
   * are not in it are purged. The queue is kept; after `generation` (a restored server) unconfirmed changes go out again.
   */
  resetScope(reason: NonNullable<PullAnswer['reset']>): Promise<void>
  /** Where this cache stands; all null before the first sync. */
  cursor(): Promise<Cursor>

  /** Queues a refused or held change again, as a new one: without its precondition, with the server's value as base. */
  retryParked(seq: number): Promise<{ seq: number }>
  /**
   * Undoes an automatic merge: queues a change that sets the losing value again, over what stands now.
   * @throws `not_found` when it was undone before, or the row is gone; `conflict` when nothing can set the field
   */
  undoMerge(id: number, options: { at: number }): Promise<{ seq: number }>
  /** Settles one field by field; `conflict` when the server's value is not the one decided over. */
  settleParked(seq: number, fields: Record<string, FieldChoice>, options: { at: number }): Promise<Undo>
  /** Gives a refused, held or orphaned change up; it is kept for 30 days. */
  discardParked(seq: number, options: { at: number }): Promise<Undo>
  /** Takes a change back that has never been sent; `conflict` once it may have been. */
  discardUnsent(seq: number, options: { at: number }): Promise<Undo>
  /** Views of which the rep keeps every message here: see `sync/keeper.ts`. */
  keptViews(): Promise<ReadOutput<'keep.list'>>
  keepView(view: ViewOfInbox, options: { at: number }): Promise<number>
  forgetView(id: number): Promise<void>
  conversationsIn(view: ViewOfInbox): Promise<string[]>
  keptSizes(ids: string[]): Promise<KeptSize>
  /** Takes what was fetched of conversations back to the window that is here of any. */
  trimHistory(ids: string[], options: { now: number }): Promise<void>
  /** Gives a waiting message or note another text. @throws as {@link Database.discardUnsent}, `invalid_input` */
  editUnsent(edited: { seq: number; text: string }): Promise<null>
  /** Brings back what was given up, by the number that giving it up answered. */
  restoreDiscarded(id: number, options: { at: number }): Promise<void>
  /** The rep has seen what happened during absences that ended by then. */
  dismissAway(to: number): Promise<void>
  /**
   * Opens conversations again whose snooze has run out by `now` (milliseconds since 1970), for this device to see.
   * @returns when the next snooze runs out; null when nothing is snoozed
   */
  wakeSnoozed(now: number): Promise<number | null>
  backlog(): Promise<Backlog>
  /** Changes that a wipe of this device would lose. */
  unsentCount(): Promise<number>
  stats(): Promise<Stats>

  close(): Promise<void>
  /** Closes and deletes the cache's files. Quarantined ones stay. */
  destroy(): Promise<void>
}

/**
 * Opens the cache, creating or upgrading it.
 * @throws `incompatible` when a newer version wrote it, `forbidden` when it is another rep's, `storage_full`, `internal`
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const connect = options.connect ?? inWorkerThread(options.workerUrl)
  const start = { file: options.file, key: options.key, userId: options.userId }
  let opened: Opened = { client_id: '', synced_at: null, recovered: null }
  const tellDamage = once(options.onDamage ?? (() => {}))
  const onFailure = (error: unknown) => {
    if (error instanceof ExpectedError && error.code === 'storage_corrupt') tellDamage(null)
  }
  const writer: Writer = new SupervisedPeer({
    connect: () => connect({ role: 'writer', ...start }),
    onOpened(found) {
      opened = found
      // The reader still has the file that was set aside.
      if (writer.starts > 1 && found.recovered) tellDamage(found.recovered)
    },
    onFailure,
    asksAgain: false,
  })
  // Both start at once, but the reader may look at the file only when the writer has made it what it should be.
  const reader: Reader = new SupervisedPeer({
    connect: () => connect({ role: 'reader', ...start }),
    onOpened: () => {},
    onFailure,
    asksAgain: true,
  })
  try {
    await writer.open()
    await reader.open()
    return databaseOver(
      writer,
      reader,
      new SearchClient(() => connect({ role: 'search', ...start }), writer),
      () => opened,
    )
  } catch (error) {
    await Promise.all([writer.end(), reader.end()])
    throw error
  }
}

function once<A extends unknown[]>(tell: (...told: A) => void): (...told: A) => void {
  let isTold = false
  return (...told) => {
    if (!isTold) tell(...told)
    isTold = true
  }
}

type Writer = SupervisedPeer<Writes, Opened>
type Reader = SupervisedPeer<Reads, null>

function databaseOver(writer: Writer, reader: Reader, search: SearchClient, opened: () => Opened): Database {
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
    read: (name, input) => (isSearch(name) ? search.ask(name, input as never) : reader.call(name, input as never)),
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
    wakeSnoozed: (now) => writer.call('wakeSnoozed', { now }),
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

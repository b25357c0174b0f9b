/**
 * The encrypted local cache as the main process sees it: typed calls to a writer and a reader that live in workers, and
 * the changes they report. README.md in this folder describes files, paths and invariants.
 */
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Reminder } from '#shared/contract/areas/tasks.ts'
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
  ReadInput,
  ReadName,
  ReadOutput,
  Recovered,
  RoundReport,
  Stats,
  ViewOfInbox,
} from './calls.ts'
import type { OutgoingFile } from './file-calls.ts'
import type { ChangeSet } from './changes.ts'
import { databaseOver } from './database-calls.ts'
import type { Reader, Writer } from './database-calls.ts'
import { SearchClient } from './search/search-client.ts'
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
  /** Hears how long each read took, in milliseconds. */
  onRead?: (name: ReadName, ms: number) => void
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
  /** The rep was told, under these keys: on this device it is not told again. */
  markTold(keys: readonly string[], options: { at: number }): Promise<void>
  /** An alert that this device alone has noticed is put off, for good with null. */
  putOff(key: string, until: number | null): Promise<void>
  /** Keeps a text for the next start, where `kept.texts` finds it; null forgets it. A power cut may take the latest. */
  keepText(key: string, value: string | null): Promise<void>
  /** The rep has seen what happened during absences that ended by then. */
  dismissAway(to: number): Promise<void>
  /**
   * Opens conversations again whose snooze has run out by `now` (milliseconds since 1970), for this device to see.
   * @returns when the next snooze runs out; null when nothing is snoozed
   */
  wakeSnoozed(now: number): Promise<number | null>
  /**
   * What the rep has planned and has become due by `now`, in the order of its time, each once and never later than a day;
   * and when the next thing does. A clock that is set back tells nothing twice.
   */
  takeReminders(now: number): Promise<{ due: Reminder[]; next: number | null }>
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
      options.onRead ?? (() => {}),
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

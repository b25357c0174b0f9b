/** The one writer of a cache file. */
import { statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { ExpectedError } from '#shared/contract/errors.ts'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { Opened, Stats, WriteInput, WriteName, WriteOutput } from './calls.ts'
import { deleteCacheFile, openCacheFile } from './cache-file.ts'
import type { CacheFile } from './cache-file.ts'
import type { ChangeSet } from './changes.ts'
import { Checkpoints } from './checkpoints.ts'
import type { Folder } from './checkpoints.ts'
import type { Connection } from './connection.ts'
import { isRefusedRow } from './failures.ts'
import { Meta } from './meta.ts'
import { Staging } from './staging.ts'
import { Touched } from './touched.ts'
import { Transactions } from './transactions.ts'
import { Alarm } from './write/alarm.ts'
import { Reminders } from './write/reminders.ts'
import { Absence } from './write/absence.ts'
import { Arrivals } from './write/arrivals.ts'
import { CacheRows } from './write/cache-rows.ts'
import { commit, commitAll } from './write/commit.ts'
import type { WriteContext } from './write/context.ts'
import type { Courtesy } from './write/courtesy.ts'
import { Discarded } from './write/discarded.ts'
import { Drafts } from './write/drafts.ts'
import { History } from './write/history.ts'
import { MergeLog } from './write/merge-log.ts'
import { OutgoingFiles, fileFailed, fileStored } from './write/outgoing-files.ts'
import { Outbox } from './write/outbox.ts'
import { discardParked, retryParked } from './write/parked.ts'
import { leaseBatch, release, renewClientId, settle } from './write/push.ts'
import { Rebase } from './write/rebase.ts'
import { Redirects } from './write/redirects.ts'
import { restoreDiscarded } from './write/restore.ts'
import { Rounds } from './write/round.ts'
import { SaveStates } from './write/save-state.ts'
import { settleParked } from './write/settle-parked.ts'
import { Shadows } from './write/shadows.ts'
import { KeptViews } from './write/kept-views.ts'
import { Kept } from './write/kept.ts'
import { Told } from './write/told.ts'
import { discardUnsent, editUnsent } from './write/unsent.ts'
import { Vault } from './write/vault.ts'

/** All answer at once, save a load (a round, a change of many), which lets the others run between its steps. */
type Handlers = {
  [N in WriteName]: (
    input: WriteInput<N>,
  ) => N extends 'stagePage' | 'applyRound' | 'commitAll' | 'close' | 'destroy'
    ? Promise<WriteOutput<N>>
    : WriteOutput<N>
}

export interface WriterOptions extends CacheFile {
  /** Hears of every committed change, before the call that made it is answered. */
  onChange: (changes: ChangeSet) => void
  courtesy: Courtesy
  /** Starts the thread that folds the log during a load; the writer does it by itself without. */
  startFolder?: () => Folder
}

export interface Writer {
  /** The writing connection. */
  db: Connection
  opened: Opened
  handlers: Handlers
  /** Housekeeping while nothing is asked; call it after every answer. */
  checkpoints: Checkpoints
}

/** Opens the file and returns what can be asked of it. */
export function openWriter({ onChange, courtesy, startFolder, ...cacheFile }: WriterOptions): Writer {
  const { file, key } = cacheFile
  const { db, recovered } = openCacheFile(cacheFile)
  const touched = new Touched()
  touched.watch(db)
  const context = contextOver(db, touched, cacheFile.userId)
  const transactions = new Transactions(db, touched, onChange)
  const staging = new Staging(file, key)
  const history = new History(context)
  const keptViews = new KeptViews(context)
  const rounds = new Rounds(context, history, staging, transactions)
  const { drafts } = context
  const checkpoints = new Checkpoints(db, file, startFolder)
  // What was on its way when the application ended got no answer.
  transactions.own(() => release(context))

  const alarm = new Alarm(db)
  const told = new Told(db)
  const kept = new Kept(db)
  const reminders = new Reminders(db)
  const forgetLog = db.prepare<[number]>('delete from search_log where n <= ?')

  const finish = async () => {
    await checkpoints.end()
    staging.close()
    db.close()
  }
  const betweenSteps: Courtesy = {
    isAwaited: () => courtesy.isAwaited(),
    async pause() {
      // First those who wait: folding takes a tenth of a second.
      await courtesy.pause()
      await checkpoints.whileBusy()
    },
  }
  const handlers: Handlers = {
    commit: ({ mutation, at, spent, first = [] }) => {
      const { value: seq, changes } = transactions.own(() => {
        if (spent) drafts.spend(spent, at)
        for (const before of first) commit(context, before, at)
        return commit(context, mutation, at)
      })
      return { seq, changes }
    },
    async commitAll({ mutations, at }) {
      const applied = transactions.own(() => commitAll(context, mutations, at)).value
      // One comes after the other, without the quiet in which the log is folded: it would grow, and all get slower.
      await checkpoints.whileBusy()
      return applied
    },
    // What a power cut may take of these, the server's ledger gives again.
    leaseBatch: ({ limit }) => transactions.bulk(() => leaseBatch(context, limit)),
    release: ({ isUnsent }) => transactions.bulk(() => release(context, isUnsent)) ?? null,
    renewClientId: () => transactions.own(() => renewClientId(context)).value,
    settle: ({ outcomes }) => transactions.bulk(() => settle(context, outcomes)) ?? null,
    retryParked: ({ seq }) => ({ seq: transactions.own(() => retryParked(context, seq)).value }),
    undoMerge: ({ id, at }) => ({
      seq: transactions.own(() => commit(context, context.mergeLog.undo(id), at)).value,
    }),
    settleParked: ({ seq, fields, at }) => ({
      undo: transactions.own(() => settleParked(context, seq, fields, at)).value,
    }),
    discardParked: ({ seq, at }) => ({ undo: transactions.own(() => discardParked(context, seq, at)).value }),
    keepView: ({ view, at }) => transactions.own(() => keptViews.add(view, at)).value,
    forgetView: ({ id }) => (transactions.own(() => keptViews.remove(id)), null),
    trimHistory: ({ ids, now }) => (transactions.bulk(() => keptViews.trim(ids, now)), null),
    editUnsent: ({ seq, text }) => (transactions.own(() => editUnsent(context, seq, text)), null),
    discardUnsent: ({ seq, at }) => ({ undo: transactions.own(() => discardUnsent(context, seq, at)).value }),
    restoreDiscarded: ({ id, at }) => transactions.own(() => restoreDiscarded(context, id, at)).value ?? null,
    dismissAway: ({ to }) => transactions.own(() => context.absence.dismiss(to)).value ?? null,
    markTold: ({ keys, at }) => transactions.own(() => told.mark(keys, at)).value ?? null,
    keepText: ({ key, value }) => (transactions.bulk(() => kept.keep(key, value)), null),
    putOff: ({ key, until }) => transactions.own(() => told.putOff(key, until)).value ?? null,
    // What a power cut takes of it is found again at the next look.
    takeReminders: ({ now }) => transactions.bulk(() => reminders.take(now)),
    wakeSnoozed: ({ now }) => transactions.bulk(() => alarm.ring(now)),
    saveDraft: ({ conversation_id, draft, at }) =>
      transactions.own(() => drafts.save(conversation_id, draft, at)).value ?? null,
    attachFile: ({ file, at }) => transactions.own(() => context.outgoingFiles.attach(file, at)).value ?? null,
    dropFile: ({ id }) => transactions.own(() => context.outgoingFiles.drop(id)).value ?? null,
    uploadAt: ({ id, url }) => transactions.own(() => context.outgoingFiles.uploadAt(id, url)).value ?? null,
    fileStored: ({ id }) => transactions.own(() => fileStored(context, id)).value ?? null,
    fileFailed: ({ id, error }) => transactions.own(() => fileFailed(context, id, error)).value ?? null,
    historyStart: ({ conversation_id, now }) => history.start(conversation_id, now),
    keepHistory: (page) => !rounds.isApplying && transactions.bulk(() => history.keep(page)),
    stagePage: (answer) => refusingRows(() => rounds.stage(answer, betweenSteps)),
    applyRound: ({ cursor, at }) => refusingRows(() => rounds.apply(cursor, at, betweenSteps)),
    discardRound: () => rounds.discard() ?? null,
    resetScope: ({ reason }) => transactions.bulk(() => rounds.reset(reason)) ?? null,
    cursor: () => context.meta.cursor,
    searchSeen: ({ seen }) => transactions.bulk(() => forgetLog.run(seen)) && null,
    backlog: () => context.outbox.backlog(),
    stats: () => statsOf(db, file, staging),
    close: async () => (await finish(), null),
    destroy: async () => {
      await finish()
      deleteCacheFile(file)
      return null
    },
  }
  const { meta } = context
  const opened = { client_id: meta.get('client_id')!, synced_at: meta.syncedAt, recovered }
  return { db, opened, handlers, checkpoints }
}

function contextOver(db: Connection, touched: Touched, userId: string): WriteContext {
  const meta = new Meta(db)
  const rows = new CacheRows(db)
  const shadows = new Shadows(db, rows)
  return {
    db,
    touched,
    rows,
    shadows,
    meta,
    outbox: new Outbox(db),
    rebase: new Rebase(db, rows, shadows, userId),
    saveStates: new SaveStates(db, touched),
    vault: new Vault(db),
    mergeLog: new MergeLog(db, touched, userId),
    redirects: new Redirects(db),
    drafts: new Drafts(db, touched),
    outgoingFiles: new OutgoingFiles(db, touched),
    discarded: new Discarded(db),
    arrivals: new Arrivals(db),
    absence: new Absence(db, meta, touched),
  }
}

function statsOf(db: Connection, file: string, staging: Staging): Stats {
  const count = (table: TableName): number => {
    const statement: Sqlite.Statement<[], number> = db.prepare<[], number>(`select count(*) from ${table}`).pluck()
    return statement.get() ?? 0
  }
  return {
    file_bytes: statSync(file).size,
    wal_bytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    staged_rows: staging.size,
    rows: Object.fromEntries(TABLE_NAMES.map((table) => [table, count(table)])) as Record<TableName, number>,
  }
}

/** @throws `incompatible` for a row that the tables do not take */
async function refusingRows<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isRefusedRow(error))
      throw new ExpectedError('incompatible', 'The backend sent a row that does not fit.', { cause: error })
    throw error
  }
}

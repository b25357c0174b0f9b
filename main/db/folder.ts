/** The thread that folds the log into the file during a large load: one more role of the database worker. */
import type { CacheFile } from './cache-file.ts'
import { checkpoint, type Folder } from './checkpoints.ts'
import { connect } from './connection.ts'
import type { Connect } from './transport.ts'

export type FolderRequest = 'fold' | 'end'

/** @param start starts the database worker with its start data */
export function startFolder(start: Connect, cacheFile: CacheFile): Folder {
  const thread = start({ ...cacheFile, role: 'folder' })
  let folded = () => {}
  thread.onMessage(() => folded())
  // It answers nothing once it is gone; the log is then folded when the writer is idle.
  const ended = new Promise<void>((resolve) => thread.onClose(() => resolve()))
  return {
    fold() {
      const done = new Promise<void>((resolve) => (folded = resolve))
      thread.post('fold')
      return Promise.race([done, ended])
    },
    end() {
      thread.post('end')
      return ended
    },
  }
}

/** The thread's side: answers a request. */
export function openFolder({ file, key }: CacheFile): (request: FolderRequest) => void {
  const db = connect(file, { key })
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('busy_timeout = 0')
  return (request) => {
    if (request === 'fold') checkpoint(db, 'passive')
    else db.close()
  }
}

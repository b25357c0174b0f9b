/** The thread that folds the log into the file during a large load: one more role of the database worker. */
import { once } from 'node:events'
import { Worker, type MessagePort } from 'node:worker_threads'
import type { CacheFile } from './cache-file.ts'
import type { Folder } from './checkpoints.ts'
import { connect } from './connection.ts'

/** @param workerUrl the database worker's own file */
export function startFolder(workerUrl: URL, cacheFile: CacheFile): Folder {
  const worker = new Worker(workerUrl, { workerData: { ...cacheFile, role: 'folder' } })
  // Nobody asked for this: without it the log is folded when the writer is idle.
  worker.on('error', () => {})
  const ended = once(worker, 'exit')
  return {
    async fold() {
      worker.postMessage('fold')
      await Promise.race([once(worker, 'message'), ended])
    },
    async end() {
      worker.postMessage('end')
      await ended
    },
  }
}

/** The thread's side. */
export function serveFolder(port: MessagePort, { file, key }: CacheFile): void {
  const db = connect(file, { key })
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('busy_timeout = 0')
  port.on('message', (request: 'fold' | 'end') => {
    if (request === 'fold') {
      db.pragma('wal_checkpoint(passive)')
      port.postMessage('folded')
    } else {
      db.close()
      port.close()
    }
  })
}

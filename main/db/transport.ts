/** What carries messages between the main process and a database worker. */
import { Worker } from 'node:worker_threads'

/** A two-way channel of structured clones. The database client knows nothing else of what is behind it. */
export interface Transport {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** The other side is gone, expected or not; called once. */
  onClose(listener: (reason: Error | null) => void): void
  /** Ends the other side. Resolves when it has ended. */
  close(): Promise<void>
}

/** What a database worker is there for. */
export type WorkerRole = 'writer' | 'reader' | 'search' | 'folder'

/** Starts the far side with its start data and returns the channel to it. */
export type Connect = (startData: { role: WorkerRole }) => Transport

/**
 * Megabytes that a thread keeps for objects that live shortly; left to itself V8 takes up to 48, used or not. The writer
 * takes in whole pages of a pull.
 */
const YOUNG_MB = { writer: 16, others: 6 }

/** Runs the far side in a worker thread. */
export function inWorkerThread(workerUrl: URL): Connect {
  return (workerData) => {
    const maxYoungGenerationSizeMb = workerData.role === 'writer' ? YOUNG_MB.writer : YOUNG_MB.others
    const worker = new Worker(workerUrl, { workerData, resourceLimits: { maxYoungGenerationSizeMb } })
    return {
      // A thread has no origin; the rule means windows.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => worker.on('message', listener),
      onClose(listener) {
        let failure: Error | null = null
        worker.on('error', (error) => (failure = error instanceof Error ? error : new Error(String(error))))
        worker.on('exit', () => listener(failure))
      },
      close: async () => void (await worker.terminate()),
    }
  }
}

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

/** Starts the far side with its start data and returns the channel to it. */
export type Connect = (startData: unknown) => Transport

/** Runs the far side in a worker thread. */
export function inWorkerThread(workerUrl: URL): Connect {
  return (workerData) => {
    const worker = new Worker(workerUrl, { workerData })
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

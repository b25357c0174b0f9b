import type { ErrorCode } from './errors.ts'

export interface Failure {
  code: ErrorCode
  /** A sentence for the rep: what happened and what to do. */
  message: string
}

/** What every command and query answers: expected failures are values, never exceptions across IPC. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (code: ErrorCode, message: string): Result<never> => ({ ok: false, error: { code, message } })

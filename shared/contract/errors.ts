/** Expected failures by code (architecture.md, Rules). Callers decide by code, never by message text. */
export const ERROR_CODES = [
  'offline',
  'unauthenticated',
  'forbidden',
  'invalid_input',
  'not_found',
  'conflict',
  'rate_limited',
  'storage_full',
  'storage_corrupt',
  'incompatible',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An expected failure on its way to the router, which turns it into a `Result`. */
export class ExpectedError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ExpectedError'
    this.code = code
  }
}

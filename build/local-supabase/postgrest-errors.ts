import postgres from 'postgres'
import { TokenError } from './tokens.ts'

/** Body of an error answer of the REST API. */
interface ErrorBody {
  code: string
  message: string
  details: string | null
  hint: string | null
}

/** SQLSTATE (or its first characters) to HTTP status, the longest match first; from PostgREST's documentation. */
const STATUS: readonly (readonly [prefix: string, status: number])[] = [
  ['23503', 409],
  ['23505', 409],
  ['25006', 405],
  ['42883', 404],
  ['42P01', 404],
  ['42P17', 500],
  ['53400', 500],
  ['P0001', 400],
  ['08', 503],
  ['09', 500],
  ['0L', 403],
  ['0P', 403],
  ['25', 500],
  ['28', 403],
  ['2D', 500],
  ['38', 500],
  ['39', 500],
  ['3B', 500],
  ['40', 500],
  ['53', 503],
  ['54', 500],
  ['55', 500],
  ['57', 500],
  ['58', 500],
  ['F0', 500],
  ['HV', 500],
  ['P0', 500],
  ['XX', 500],
]

/** The answer to a failed database call, as PostgREST gives it. `role` decides between 401 and 403. */
export function databaseErrorResponse(error: unknown, role: string): Response {
  if (!(error instanceof postgres.PostgresError)) {
    const message = error instanceof Error ? error.message : String(error)
    return errorResponse(503, {
      code: 'PGRST000',
      message: `Database connection error: ${message}`,
      details: null,
      hint: null,
    })
  }
  const { code, message, detail, hint } = error
  return errorResponse(statusOf(code, role), { code, message, details: detail ?? null, hint: hint ?? null })
}

/** The answer to a token that is not accepted. */
export function tokenErrorResponse(error: TokenError): Response {
  const expired = error.problem === 'expired'
  const code = expired ? 'PGRST303' : 'PGRST301'
  const message = expired ? 'JWT expired' : error.message
  return errorResponse(
    401,
    { code, message, details: null, hint: null },
    { 'www-authenticate': `Bearer error="invalid_token", error_description="${message}"` },
  )
}

/** Where lite answers as PostgREST does: by the state alone, or by what it knows of the request besides. */
const KNOWN_TO_LITE = /^(?:2[12]|42|23502|23503|23505|25006|PT|PGRST)/

/**
 * A failure of a statement as lite must get it to answer as PostgREST does. lite answers most states (a violated check
 * among them) with 500 and without the code, unless the error says itself how it is to be answered, as functions may with
 * `raise sqlstate 'PGRST'`.
 */
export function errorOfPostgrest(error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError) || KNOWN_TO_LITE.test(error.code)) return error
  const { code, message, detail, hint } = error
  return Object.assign(new Error(JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null })), {
    code: 'PGRST',
    detail: JSON.stringify({ status: statusOf(code, ''), headers: {} }),
  })
}

function statusOf(code: string, role: string): number {
  if (code === '42501') return role === 'anon' ? 401 : 403
  const raised = /^PT([1-5]\d\d)$/.exec(code)?.[1]
  if (raised !== undefined) return Number(raised)
  return STATUS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400
}

function errorResponse(status: number, body: ErrorBody, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } })
}

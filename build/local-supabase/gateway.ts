import type { AdminUsers } from './admin-users.ts'
import type { EdgeFunctions } from './edge-functions.ts'
import type { Lite } from './lite.ts'
import { tokenErrorResponse } from './postgrest-errors.ts'
import type { ResumableUploads } from './resumable-uploads.ts'
import type { DirectRpc } from './rpc.ts'
import { signedAsHosted } from './signed-urls.ts'
import { TokenError } from './tokens.ts'
import type { Claims, TokenVerifier } from './tokens.ts'

/** What stands behind the one port. */
export interface GatewayParts {
  anonKey: string
  serviceRoleKey: string
  tokens: TokenVerifier
  rpc: DirectRpc
  lite: Lite
  adminUsers: AdminUsers
  resumable: ResumableUploads
  /** Broadcast over HTTP; null when the path is none of its own. */
  broadcast: (request: Request) => Promise<Response | null>
  /** Null while there are none: they are told the port, which is known last. */
  functions: () => EdgeFunctions | null
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
  'access-control-expose-headers': 'content-range,content-location,preference-applied',
}

const RPC_PATH = /^\/rest\/v1\/rpc\/([^/]+)$/

/** Paths that a browser opens by itself, without a key, and functions: they check who calls (verify_jwt = false). */
const WITHOUT_KEY =
  /^\/(?:auth\/v1\/(?:verify|callback|authorize)$|storage\/v1\/object\/(?:public|sign)\/|functions\/v1\/)/

/**
 * The HTTP side of a project: checks the API key as the hosted gateway does, then hands the request on.
 *
 * `/health` needs no key and tells that the backend is up.
 */
export function createGateway(parts: GatewayParts): (request: Request) => Promise<Response> {
  const keys = new Set([parts.anonKey, parts.serviceRoleKey])
  return async (request) => {
    const url = new URL(request.url)
    if (request.method === 'OPTIONS') return preflight(request)
    if (url.pathname === '/health') return Response.json({ status: 'ok' })
    const refusal = WITHOUT_KEY.test(url.pathname) ? null : checkKey(keys, apiKeyOf(request, url))
    return withCors(refusal ?? (await route(parts, request, url)))
  }
}

async function route(parts: GatewayParts, request: Request, url: URL): Promise<Response> {
  if (url.pathname.startsWith('/realtime/')) {
    return (await parts.broadcast(request)) ?? Response.json({ message: 'Not found' }, { status: 404 })
  }
  if (url.pathname.startsWith('/functions/v1/')) {
    return (await parts.functions()?.fetch(request)) ?? Response.json({ message: 'Not found' }, { status: 404 })
  }
  const answered = (await parts.adminUsers.answer(request, url)) ?? (await parts.resumable.answer(request, url))
  if (answered) return answered
  const name = RPC_PATH.exec(url.pathname)?.[1]
  if (name === undefined || !isPlainCall(request, url)) {
    return signedAsHosted(request, url, await parts.lite.fetch(request))
  }
  try {
    const claims = await claimsOf(parts.tokens, request)
    const body = await request.text()
    const { method, headers } = request
    const call = { name: decodeURIComponent(name), body, claims, method, path: `/rpc/${name}`, headers }
    return (
      (await parts.rpc.answer(call)) ?? (await parts.lite.fetch(new Request(request.url, { method, headers, body })))
    )
  } catch (error) {
    if (error instanceof TokenError) return tokenErrorResponse(error)
    throw error
  }
}

/** True for a call without anything that shapes its answer: filters, other media types, preferences, other schemas. */
function isPlainCall(request: Request, url: URL): boolean {
  const { headers } = request
  const parameters = [...url.searchParams.keys()].filter((name) => name !== 'apikey')
  const accepts = headers.get('accept') ?? '*/*'
  const profile = headers.get('content-profile') ?? 'public'
  return (
    request.method === 'POST' &&
    parameters.length === 0 &&
    !headers.has('prefer') &&
    profile === 'public' &&
    (accepts === '*/*' || accepts.startsWith('application/json')) &&
    (headers.get('content-type') ?? 'application/json').startsWith('application/json')
  )
}

/** The caller: the bearer token's claims, or anon. @throws TokenError */
async function claimsOf(tokens: TokenVerifier, request: Request): Promise<Claims> {
  const bearer = /^bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return bearer === undefined ? { role: 'anon' } : tokens.verify(bearer)
}

const apiKeyOf = (request: Request, url: URL): string | null =>
  request.headers.get('apikey') ?? url.searchParams.get('apikey')

function checkKey(keys: ReadonlySet<string>, key: string | null): Response | null {
  if (key === null) {
    const hint = 'No `apikey` request header or url param was found.'
    return Response.json({ message: 'No API key found in request', hint }, { status: 401 })
  }
  if (keys.has(key)) return null
  const hint = 'Double check your Supabase `anon` or `service_role` API key.'
  return Response.json({ message: 'Invalid API key', hint }, { status: 401 })
}

function preflight(request: Request): Response {
  const allowed = request.headers.get('access-control-request-headers') ?? '*'
  return new Response(null, { status: 204, headers: { ...CORS, 'access-control-allow-headers': allowed } })
}

function withCors(response: Response): Response {
  for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value)
  return response
}

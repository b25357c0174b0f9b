import type { Sql } from 'postgres'
import { TokenError } from '../tokens.ts'
import type { Claims } from '../tokens.ts'
import { mayWrite } from './authorization.ts'
import { record } from './frames.ts'
import type { BroadcastContent } from './frames.ts'
import { tokenReason } from './identity.ts'
import type { RealtimeIdentity } from './identity.ts'
import type { Rooms } from './rooms.ts'

/** One message of a request. */
interface Message {
  topic: string
  event: string
  private: boolean
  content: BroadcastContent
}

const PATH = /^\/realtime\/v1\/api\/broadcast(?:\/([^/]+)\/events\/([^/]+))?$/

/** Broadcast without a websocket: a list of messages, or one message on the path of its topic and event. */
export class BroadcastApi {
  readonly #sql: Sql
  readonly #identity: RealtimeIdentity
  readonly #rooms: Rooms

  constructor(sql: Sql, identity: RealtimeIdentity, rooms: Rooms) {
    this.#sql = sql
    this.#identity = identity
    this.#rooms = rooms
  }

  /** 202 when taken, 401 for a bad token, 403 when policies refuse the one message; null for other paths. */
  async answer(request: Request): Promise<Response | null> {
    const url = new URL(request.url)
    const match = PATH.exec(url.pathname)
    if (!match || request.method !== 'POST') return null
    const [, topic, event] = match
    try {
      const claims = await this.#claimsOf(request)
      if (topic === undefined || event === undefined) {
        for (const message of listed(await request.json())) await this.#send(claims, message)
        return new Response(null, { status: 202 })
      }
      const isPrivate = url.searchParams.get('private') === 'true'
      const names = { topic: decodeURIComponent(topic), event: decodeURIComponent(event) }
      const sent = await this.#send(claims, { ...names, private: isPrivate, content: await contentOf(request) })
      return sent ? new Response(null, { status: 202 }) : Response.json({ error: 'Unauthorized' }, { status: 403 })
    } catch (error) {
      if (error instanceof TokenError) return Response.json({ error: tokenReason(error) }, { status: 401 })
      if (error instanceof SyntaxError) return Response.json({ error: error.message }, { status: 422 })
      throw error
    }
  }

  #claimsOf({ headers }: Request): Promise<Claims> {
    const bearer = headers.get('authorization')?.replace(/^bearer /i, '')
    return this.#identity.claimsOf(bearer ?? headers.get('apikey') ?? '')
  }

  async #send(claims: Claims, { topic, event, private: isPrivate, content }: Message): Promise<boolean> {
    if (isPrivate && !(await mayWrite(this.#sql, claims, topic, 'broadcast'))) return false
    this.#rooms.broadcast({ name: topic, private: isPrivate, event, content })
    return true
  }
}

async function contentOf(request: Request): Promise<BroadcastContent> {
  if (request.headers.get('content-type') === 'application/octet-stream') {
    return { kind: 'binary', bytes: Buffer.from(await request.arrayBuffer()) }
  }
  return { kind: 'json', value: await request.json() }
}

function listed(body: unknown): Message[] {
  const { messages } = record(body)
  if (!Array.isArray(messages)) return []
  return messages.map((entry: unknown) => {
    const { topic, event, private: isPrivate, payload } = record(entry)
    const content = { kind: 'json', value: payload } as const
    return { topic: String(topic), event: String(event), private: isPrivate === true, content }
  })
}

import { retryAfter } from '../_shared/retry-after.ts'
import { ask, isAnswer, property, textOf } from './http.ts'
import type { Answer } from './http.ts'
import type { Unsent, VendorContext } from './outgoing.ts'

/** Meta's Graph API, which WhatsApp, Messenger and Instagram are sent through. */
const GRAPH = 'https://graph.facebook.com/v25.0/'

/** The same for all of Meta (developers.facebook.com/docs/graph-api/guides/error-handling): when to come back. */
const RATE_LIMITED: ReadonlySet<number> = new Set([4, 17, 32, 613, 80007, 130429, 131048, 131056])
const TEMPORARY: ReadonlySet<number> = new Set([1, 2, 1200, 131000, 131016, 133004])
const WORDS: Readonly<Record<number, string>> = {
  10: 'Meta does not allow this message now: the customer’s last message may be too long ago',
  190: 'Meta does not accept the channel’s access token: an administrator must enter a new one',
  200: 'The channel’s access token may not send messages',
  368: 'Meta has blocked the account for breaking its rules',
  551: 'The customer cannot be reached at the moment',
  131026: 'The customer’s number is not on WhatsApp, or cannot take this message',
  131030: 'The customer’s number is not among those that the test account may write to',
  131031: 'Meta has locked the WhatsApp account',
  131047: 'WhatsApp allows only templates 24 hours after the customer’s last message',
  131051: 'WhatsApp does not know this kind of message',
  132001: 'The template does not exist in this language, or is not approved',
  132000: 'The template needs another number of values',
  133010: 'The channel’s number is not registered with WhatsApp',
}

/**
 * Asks the Graph API.
 *
 * @param path after the version, without a slash in front.
 * @param service how the rep knows it: WhatsApp, Messenger, Instagram.
 * @returns the parsed answer to a request that succeeded, or why it did not.
 */
export async function askGraph(
  context: VendorContext,
  service: string,
  path: string,
  init: { token: string; query?: Record<string, string>; body?: object },
): Promise<{ body: unknown } | Unsent> {
  const url = new URL(path, context.env['META_GRAPH_URL'] ?? GRAPH)
  for (const [name, value] of Object.entries(init.query ?? {})) url.searchParams.set(name, value)
  const answer = await ask(context, service, url, {
    headers: { authorization: `Bearer ${init.token}`, 'content-type': 'application/json' },
    ...(init.body && { method: 'POST', body: JSON.stringify(init.body) }),
  })
  if (!isAnswer(answer)) return answer
  return answer.status === 200 ? { body: answer.body } : refusal(service, answer, context.now())
}

function refusal(service: string, { status, headers, body }: Answer, now: number): Unsent {
  const error = property(body, 'error')
  const number = property(error, 'code')
  const code = typeof number === 'number' ? number : null
  const told = { code: code === null ? `HTTP ${status}` : String(code) }
  if (status === 429 || (code !== null && RATE_LIMITED.has(code))) {
    const wait = retryAfter(headers, now)
    const words = `${service} takes no more messages at the moment`
    return {
      sent: false,
      class: 'rate_limited',
      error: words,
      ...told,
      ...(wait !== undefined && { retry_after: wait }),
    }
  }
  if (status === 503 || (code !== null && TEMPORARY.has(code)) || (status >= 500 && code !== null)) {
    return { sent: false, class: 'temporary', error: `${service} is out of order at the moment`, ...told }
  }
  if (status >= 500 || status < 400) {
    const words = `No answer came from ${service}: it may have been sent`
    return { sent: false, class: 'unconfirmed', error: words, ...told }
  }
  const reason = textOf(error, 'message') ?? 'no reason given'
  const words = (code !== null && WORDS[code]) || `${service} refused it: ${reason}`
  return { sent: false, class: 'permanent', error: words, ...told }
}

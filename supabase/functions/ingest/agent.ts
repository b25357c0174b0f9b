import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { AgentEvent } from './event.ts'
import { list, number, object, readObject, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'
import { invalidBody } from './refusal.ts'
import { verifyStamped } from './stamped.ts'

/** What the agent may say, by `type`; the fields it may bring besides `id`, `conversation_id` and `occurred_at`. */
const FIELDS: Readonly<Record<string, (payload: JsonObject) => JsonObject>> = {
  reply: (payload) => ({
    body: text(payload['body']),
    seen_message_id: text(payload['seen_message_id']),
    quality_score: within(payload['quality_score']),
    metadata: object(payload['metadata']),
    lesson_ids: list(payload['lesson_ids']).flatMap((id) => text(id) ?? []),
  }),
  qualified: (payload) => ({
    score: within(payload['score']),
    sentiment: text(payload['sentiment']),
    summary: text(payload['summary']),
  }),
  opt_out: (payload) => ({ scope: text(payload['scope']), reason: text(payload['reason']) }),
  insight: (payload) => ({
    insight_type: text(payload['insight_type']),
    severity: text(payload['severity']),
    category: text(payload['category']),
    title: text(payload['title']),
    description: text(payload['description']),
    suggestion: text(payload['suggestion']),
    original_text: text(payload['original_text']),
    suggested_text: text(payload['suggested_text']),
  }),
}

/**
 * Callbacks of the AI agent: `{id, type: reply | qualified | opt_out | insight, conversation_id, occurred_at, …}`. `id`
 * makes a callback that is sent again one. Signed with the channel's `agent_secret`.
 */
export const agent: Adapter = {
  platforms: ['web', 'whatsapp', 'sms', 'voice', 'instagram', 'facebook', 'email'],
  maxBytes: MAX_BYTES,
  verify: (delivery, context) => verifyStamped(delivery, context, 'agent_secret'),
  read({ body }) {
    const payload = readObject(body)
    const [id, type, conversation_id] = [text(payload['id']), text(payload['type']), text(payload['conversation_id'])]
    const fields = type !== undefined && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined
    if (!fields) throw invalidBody(`type must be one of ${Object.keys(FIELDS).join(', ')}.`)
    if (id === undefined || conversation_id === undefined) throw invalidBody('id and conversation_id are required.')
    const kind = `agent_${type}` as AgentEvent['kind']
    const at = time(payload['occurred_at'])
    return Promise.resolve({
      events: [{ kind, external_id: id, conversation_id, at, strict: true, ...fields(payload) }],
    })
  },
}

/** A whole number from 0 to 100; undefined for anything else. */
function within(value: unknown): number | undefined {
  const count = number(value)
  return count !== undefined && count >= 0 && count <= 100 ? Math.round(count) : undefined
}

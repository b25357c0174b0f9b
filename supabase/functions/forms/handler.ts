import type { FunctionContext } from '../_shared/context.ts'
import { senderOf } from '../_shared/sender.ts'
import { callDatabase } from '../_shared/service.ts'
import { readBody } from '../ingest/body.ts'
import { formEvent } from '../ingest/form.ts'
import { object, readObject, storable, text } from '../ingest/reading.ts'
import { Refusal } from '../ingest/refusal.ts'
import { embedScript } from './embed.ts'
import type { FormView } from './embed.ts'

/** The largest submission, bytes. */
const MAX_BYTES = 64 * 1024

const ADDRESS = /\/forms\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.js)?\/?$/

/** Forms stand on websites of any origin; nothing here goes by cookies. */
const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
}

/** How the outcomes of `submit_form` are answered. */
const STATUSES: Readonly<Record<string, number>> = {
  accepted: 200,
  duplicate: 200,
  invalid: 422,
  unknown_form: 404,
  no_channel: 503,
  too_many: 429,
}

/**
 * `GET …/forms/<id>.js` answers with the script that shows a form on a page, `POST …/forms/<id>` takes in what was filled
 * in: `{submission_id, fields: {name: value}, trap, page_url, utm}`. Who sends is nobody we know, so that everything is
 * checked by the form, robots fall into the trap, and one sender gets in ten times an hour.
 */
export async function handle(request: Request, context: FunctionContext): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: OPEN })
  try {
    const [, id, script] = ADDRESS.exec(new URL(request.url).pathname) ?? []
    if (!id) throw new Refusal(404, 'not_found', 'There is no form at this address.')
    if (request.method === 'GET' && script) return await serveScript(id, context)
    if (request.method === 'POST' && !script) return await takeSubmission(id, request, context)
    throw new Refusal(405, 'method_not_allowed', 'This address does not answer that method.')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return Response.json({ error: error.code, message: error.message }, { status: error.status, headers: OPEN })
  }
}

async function serveScript(id: string, context: FunctionContext): Promise<Response> {
  const form = (await callDatabase(context.service, 'form_view', { p_form: id })) as FormView | null
  if (!form) throw new Refusal(404, 'not_found', 'There is no form at this address.')
  const headers = { ...OPEN, 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=60' }
  return new Response(embedScript(form, `${context.publicUrl}/forms/${id}`), { headers })
}

async function takeSubmission(id: string, request: Request, context: FunctionContext): Promise<Response> {
  const submission = readObject(await readBody(request, MAX_BYTES))
  const fields = object(storable(object(submission['fields'])))
  const submissionId = text(submission['submission_id'])
  if (!fields || !submissionId) throw new Refusal(400, 'invalid_body', 'fields and submission_id are required.')
  const event = formEvent({
    formId: id,
    submissionId,
    at: undefined,
    fields,
    pageUrl: text(submission['page_url']),
    userAgent: request.headers.get('user-agent') ?? undefined,
    utm: object(storable(object(submission['utm']))),
    source: 'form',
  })
  const answer = (await callDatabase(context.service, 'submit_form', {
    p_form: id,
    p_event: event,
    p_sender: await senderOf(request),
    p_trap: text(submission['trap']) ?? null,
  })) as { outcome: string; faults?: Record<string, string> }
  const status = STATUSES[answer.outcome] ?? 422
  return Response.json(answer, { status, headers: OPEN })
}

import type { FunctionContext } from '../_shared/context.ts'
import { utf8 } from '../_shared/encoding.ts'
import { equalInConstantTime } from '../_shared/signature.ts'
import { runDispatch } from './run.ts'

/**
 * `POST …/dispatch` with the service role's key as bearer: sends what is due, and answers with how many messages ended
 * how. Called by the scheduler every few seconds and whenever something was queued; calls may overlap.
 */
export async function handle(request: Request, context: FunctionContext): Promise<Response> {
  if (request.method !== 'POST') {
    return Response.json({ error: 'method_not_allowed', message: 'POST sends what is due.' }, { status: 405 })
  }
  const key = context.env['SUPABASE_SERVICE_ROLE_KEY'] ?? ''
  const given = /^bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  if (key === '' || !(await equalInConstantTime(utf8(given), utf8(key)))) {
    return Response.json({ error: 'unauthorized', message: 'Only the service role sends messages.' }, { status: 401 })
  }
  return Response.json(await runDispatch(context))
}

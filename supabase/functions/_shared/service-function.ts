import type { FunctionContext, FunctionHandler } from './context.ts'
import { utf8 } from './encoding.ts'
import { equalInConstantTime } from './signature.ts'

/**
 * A function that the scheduler calls: `POST` with the service role's key as bearer does its work and answers with what
 * `run` returns. 405 for another method, 401 for anybody else. Calls may overlap.
 */
export const serviceFunction =
  (run: (context: FunctionContext) => Promise<object>): FunctionHandler =>
  async (request, context) => {
    if (request.method !== 'POST') {
      return Response.json({ error: 'method_not_allowed', message: 'POST does what is due.' }, { status: 405 })
    }
    const key = context.env['SUPABASE_SERVICE_ROLE_KEY'] ?? ''
    const given = /^bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
    if (key === '' || !(await equalInConstantTime(utf8(given), utf8(key)))) {
      return Response.json({ error: 'unauthorized', message: 'Only the service role may call this.' }, { status: 401 })
    }
    return Response.json(await run(context))
  }

import { createContext } from './context.ts'
import type { FunctionHandler } from './context.ts'

/** The part of Deno that the platform's functions run on. Nothing else in these folders names it. */
declare const Deno: {
  env: { toObject(): Record<string, string> }
  serve(handler: (request: Request) => Promise<Response>): unknown
}

/** Serves a function on Deno. What the handler lets through is a fault of ours: it is logged, and told without detail. */
export function serve(handler: FunctionHandler): void {
  const context = createContext(Deno.env.toObject())
  Deno.serve(async (request) => {
    try {
      return await handler(request, await context)
    } catch (error) {
      console.error(error)
      return Response.json({ error: 'internal', message: 'The function failed.' }, { status: 500 })
    }
  })
}

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Edge functions of a project: the folder that holds them, and what their environment has besides the project's own. */
export interface EdgeFunctionsOptions {
  /** `supabase/functions`: a folder per function, with `handler.ts`, and `_shared/context.ts`. */
  dir: string
  env: Readonly<Record<string, string>>
}

type Handler = (request: Request, context: unknown) => Promise<Response>

const PATH = /^\/functions\/v1\/([a-z][a-z0-9_-]*)(?:\/|$)/

/**
 * Serves edge functions in this process, without Deno: their handlers are web-standard. A function is loaded when it is
 * first called; what it lets through becomes a 500 and a line of the log.
 */
export class EdgeFunctions {
  readonly #dir: string
  readonly #env: Readonly<Record<string, string>>
  readonly #log: (line: string) => void
  #context: Promise<unknown> | undefined

  constructor({ dir, env }: EdgeFunctionsOptions, log: (line: string) => void) {
    this.#dir = dir
    this.#env = env
    this.#log = log
  }

  /** The answer to a request below `/functions/v1/`; 404 when there is no such function. */
  async fetch(request: Request): Promise<Response> {
    const name = PATH.exec(new URL(request.url).pathname)?.[1]
    const file = name === undefined ? undefined : join(this.#dir, name, 'handler.ts')
    if (file === undefined || !(await exists(file))) {
      return Response.json({ code: 'NOT_FOUND', message: 'Requested function was not found' }, { status: 404 })
    }
    try {
      const { handle } = await load<{ handle: Handler }>(file)
      return await handle(request, await (this.#context ??= this.#createContext()))
    } catch (error) {
      this.#log(`functions: ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      return Response.json({ error: 'internal', message: 'The function failed.' }, { status: 500 })
    }
  }

  async #createContext(): Promise<unknown> {
    const file = join(this.#dir, '_shared', 'context.ts')
    const { createContext } = await load<{ createContext: (env: EdgeFunctionsOptions['env']) => Promise<unknown> }>(
      file,
    )
    return createContext(this.#env)
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

const load = async <Module>(file: string): Promise<Module> => (await import(pathToFileURL(file).href)) as Module

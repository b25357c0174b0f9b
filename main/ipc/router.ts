import { randomUUID } from 'node:crypto'
import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import { ExpectedError } from '#shared/contract/errors.ts'
import { CHANNELS } from '#shared/contract/channels.ts'
import { COMMANDS, LIVE_QUERIES, type CommandName, type LiveQueryName } from '#shared/contract/ipc.ts'
import { fail, ok, type Result } from '#shared/contract/result.ts'
import { describeError } from '../support/describe-error.ts'
import type { Log } from '../support/log.ts'
import type { CommandHandlers } from './handlers.ts'
import type { LiveQueries } from './live.ts'
import { isFromOurPage } from './sender.ts'

export interface RouterOptions {
  handlers: CommandHandlers
  live: LiveQueries
  log: Log
  /** Whether a page with this URL may talk to main at all: our own origin. */
  isTrusted: (url: string) => boolean
}

const openSchema = z.object({ subscription: z.string().min(1).max(100), name: z.string().max(100), input: z.unknown() })
const closeSchema = openSchema.pick({ subscription: true })

/** No command carries more than a message body and a few ids. */
const MAX_INPUT_BYTES = 1_000_000

/**
 * Connects the IPC channels: sender → parse → handler → Result. The one place where bugs are caught: they are logged with a
 * correlation id and answered as `internal`; nothing throws across IPC.
 */
export function registerRouter({ handlers, live, log, isTrusted }: RouterOptions): void {
  const answer = async (
    event: IpcMainInvokeEvent,
    what: string,
    work: () => Promise<unknown>,
  ): Promise<Result<unknown>> => {
    if (!isFromOurPage(event, isTrusted)) {
      log.warn('ipc.refused', { what })
      return fail('forbidden', 'This page may not talk to Leadline.')
    }
    try {
      return ok(await work())
    } catch (error) {
      if (error instanceof ExpectedError) return fail(error.code, error.message)
      const correlation = randomUUID().slice(0, 8)
      log.error('ipc.failed', { what, correlation, cause: describeError(error) })
      return fail(
        'internal',
        `Something went wrong in Leadline (reference ${correlation}). Nothing you typed was lost.`,
      )
    }
  }

  ipcMain.handle(CHANNELS.command, (event, name: unknown, input: unknown) =>
    answer(event, String(name).slice(0, 60), async () => {
      if (!isCommand(name)) throw new ExpectedError('invalid_input', 'There is no such command.')
      const handler = handlers[name] as (input: unknown) => Promise<unknown>
      return handler(parseInput(COMMANDS[name], input))
    }),
  )

  ipcMain.handle(CHANNELS.liveOpen, (event, request: unknown) =>
    answer(event, 'live.open', async () => {
      const { subscription, name, input } = parseInput(openSchema, request)
      if (!isLiveQuery(name)) throw new ExpectedError('invalid_input', 'There is no such query.')
      return live.open(event.sender, subscription, name, parseInput(LIVE_QUERIES[name], input))
    }),
  )

  ipcMain.on(CHANNELS.liveClose, (event, request: unknown) => {
    const parsed = closeSchema.safeParse(request)
    if (parsed.success) live.close(event.sender.id, parsed.data.subscription)
  })
}

const isCommand = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(COMMANDS, name)
const isLiveQuery = (name: string): name is LiveQueryName => Object.hasOwn(LIVE_QUERIES, name)

function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  if (sizeOf(input) > MAX_INPUT_BYTES) throw new ExpectedError('invalid_input', 'This is too long to be saved.')
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new ExpectedError(
    'invalid_input',
    issue ? `${issue.path.join('.') || 'input'}: ${issue.message}` : 'Invalid input.',
  )
}

/** Size as JSON; what JSON cannot hold (a cycle, a bigint) counts as too large. */
function sizeOf(input: unknown): number {
  try {
    return JSON.stringify(input)?.length ?? 0
  } catch {
    return Infinity
  }
}

/** Entry of a database worker: opens the cache in the role it is given, when told to, and answers the main process. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { CacheFile } from './cache-file.ts'
import { markDamaged } from './cache-file.ts'
import type { ChangeSet } from './changes.ts'
import { failureOf, isBusy, isCorrupt } from './failures.ts'
import { OPENING } from './peer.ts'
import type { Reply, Request } from './peer.ts'
import type { SearchCalls } from './search/search-calls.ts'
import type { FolderRequest } from './folder.ts'
import { inWorkerThread } from './transport.ts'
import type { WorkerRole } from './transport.ts'
import type { Courtesy } from './write/courtesy.ts'

type StartData = CacheFile & { role: WorkerRole }
type Handler = (input: unknown) => unknown
type Serve = () => void
type OpenWriter = typeof import('./writer.ts').openWriter
type OpenReader = typeof import('./reader.ts').openReader
type OpenSearcher = typeof import('./search/searcher.ts').openSearcher
type OpenFolder = typeof import('./folder.ts').openFolder
type StartFolder = typeof import('./folder.ts').startFolder

const port = parentPort
if (!port) throw new Error('this file runs in a worker thread')
const start = workerData as StartData

// A thread has no origin; the rule means windows.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const send = (reply: Reply | 'folded'): void => port.postMessage(reply)

function fail(id: number, error: unknown): void {
  if (isCorrupt(error)) markDamaged(start.file)
  send({ id, failure: failureOf(error) })
}

/** Calls that replace one another's staged pages take turns; all others run as they come, also between their steps. */
const IN_TURN: ReadonlySet<string> = new Set([
  'stagePage',
  'applyRound',
  'discardRound',
  'resetScope',
  'close',
  'destroy',
])

async function writer(): Promise<Serve> {
  const [{ openWriter }, { startFolder }] = await Promise.all([import('./writer.ts'), import('./folder.ts')])
  return () => serveWriter(openWriter, startFolder)
}

function serveWriter(openWriter: OpenWriter, startFolder: StartFolder): void {
  const onChange = (changes: ChangeSet) => send({ changes })
  /** Calls that were noticed in the middle of a transaction. */
  let noticed: Request[] = []
  const courtesy: Courtesy = {
    isAwaited() {
      const received: { message: Request } | undefined = receiveMessageOnPort(port!)
      if (received) noticed.push(received.message)
      return noticed.length > 0
    },
    pause() {
      const requests = noticed
      noticed = []
      requests.forEach(take)
      return nextTurn()
    },
  }
  const { opened, handlers, checkpoints } = openWriter({
    ...start,
    onChange,
    courtesy,
    startFolder: () => startFolder(inWorkerThread(new URL(import.meta.url)), start),
  })
  let turn = Promise.resolve()
  const answer = async ({ id, name, input }: Request) => {
    try {
      const value = await (handlers[name as keyof typeof handlers] as Handler)(input)
      if (name !== 'close' && name !== 'destroy') checkpoints.defer()
      send({ id, value })
    } catch (error) {
      fail(id, error)
    }
  }
  const take = (request: Request): void => {
    if (IN_TURN.has(request.name)) turn = turn.then(() => answer(request))
    else void answer(request)
  }
  port!.on('message', take)
  send({ id: OPENING, value: opened })
}

async function reader(): Promise<Serve> {
  const { openReader } = await import('./reader.ts')
  return () => serveReader(openReader)
}

function serveReader(openReader: OpenReader): void {
  const { handlers } = openReader(start.file, start.key)
  const answer = (request: Request): void => {
    try {
      send({ id: request.id, value: (handlers[request.name as keyof typeof handlers] as Handler)(request.input) })
    } catch (error) {
      // The writer holds the file for a moment, e.g. to empty its log: ask again, after whatever else has come in.
      if (isBusy(error)) setImmediate(answer, request)
      else fail(request.id, error)
    }
  }
  port!.on('message', answer)
  send({ id: OPENING, value: null })
}

async function search(): Promise<Serve> {
  const { openSearcher } = await import('./search/searcher.ts')
  return () => serveSearch(openSearcher)
}

function serveSearch(openSearcher: OpenSearcher): void {
  const searcher = openSearcher({ ...start, onChange: (changes) => send({ changes }), pause: () => nextTurn() })
  const answer = (request: Request): void => {
    try {
      send({ id: request.id, value: (searcher.handlers[request.name as keyof SearchCalls] as Handler)(request.input) })
    } catch (error) {
      if (isBusy(error)) setImmediate(answer, request)
      else if (isCorrupt(error)) searcher.startAnew(error)
      else send({ id: request.id, failure: failureOf(error) })
    }
  }
  port!.on('message', answer)
  send({ id: OPENING, value: null })
}

async function folder(): Promise<Serve> {
  const { openFolder } = await import('./folder.ts')
  return () => serveFolder(openFolder)
}

function serveFolder(openFolder: OpenFolder): void {
  const answer = openFolder(start)
  port!.on('message', (request: FolderRequest) => {
    answer(request)
    if (request === 'end') port!.close()
    else send('folded')
  })
}

/** Each thread loads what its role needs, and nothing else: code takes memory in each of them. */
const ROLES = { writer, reader, search, folder }

const serve = await ROLES[start.role]()
if (start.role === 'folder') serve()
else
  port.once('message', () => {
    try {
      serve()
    } catch (error) {
      fail(OPENING, error)
    }
  })

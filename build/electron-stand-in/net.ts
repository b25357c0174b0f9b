import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import type { StandInProtocol } from './protocol.ts'
import { strictObject } from './strict.ts'

const MIME_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** `net`: fetching files, the app's own schemes and the network. */
export class StandInNet extends strictObject('net') implements Matching<StandInNet, Electron.Net> {
  readonly #desktop: Desktop
  readonly #protocol: StandInProtocol

  constructor(desktop: Desktop, protocol: StandInProtocol) {
    super()
    this.#desktop = desktop
    this.#protocol = protocol
  }

  get online(): boolean {
    return this.#desktop.online
  }

  isOnline(): boolean {
    return this.#desktop.online
  }

  async fetch(
    input: string | Request,
    init?: RequestInit & { bypassCustomProtocolHandlers?: boolean },
  ): Promise<Response> {
    const url = typeof input === 'string' ? input : input.url
    const handler = init?.bypassCustomProtocolHandlers ? undefined : this.#protocol.handlerFor(url)
    if (handler) return handler(new Request(input, init))
    return url.startsWith('file:') ? fetchFile(url) : fetch(input, init)
  }
}

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url.replace(/[?#].*$/s, ''))
  const type = MIME_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'
  try {
    return new Response(await readFile(path), { headers: { 'content-type': type } })
  } catch (cause) {
    throw new Error('net::ERR_FILE_NOT_FOUND', { cause })
  }
}

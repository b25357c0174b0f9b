import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const PATH = /^\/storage\/v1\/upload\/resumable(?:\/([0-9a-f-]{36}))?$/
const TUS = { 'tus-resumable': '1.0.0' }

interface Begun {
  bucket: string
  name: string
  contentType: string
  length: number
  received: number
  /** Parts are taken one after the other. */
  busy: Promise<unknown>
}

/** A request's claim to be somebody, handed on with the whole file. */
const IDENTITY = ['authorization', 'apikey', 'x-upsert'] as const

/**
 * The part of Storage's resumable uploads that clients of this product use: tus 1.0 with `creation` and
 * `creation-with-upload`. A file is handed to the ordinary upload once it is whole, so policies and limits are asked at the
 * end, where hosted Storage asks them at the beginning. What was begun is forgotten at a restart.
 */
export class ResumableUploads {
  readonly #folder: string
  readonly #store: (request: Request) => Promise<Response>
  readonly #begun = new Map<string, Begun>()

  /**
   * @param folder for files that are not whole yet
   * @param store the ordinary upload
   */
  constructor(folder: string, store: (request: Request) => Promise<Response>) {
    this.#folder = folder
    this.#store = store
  }

  /** Null when the path is none of its own. */
  async answer(request: Request, url: URL): Promise<Response | null> {
    const path = PATH.exec(url.pathname)
    if (!path) return null
    const [, id] = path
    if (id === undefined) return request.method === 'POST' ? this.#create(request, url) : refusal(405)
    const upload = this.#begun.get(id)
    if (!upload) return refusal(404)
    if (request.method === 'HEAD') return offsetOf(upload, 200)
    if (request.method !== 'PATCH') return refusal(405)
    return this.#append(id, upload, request, url)
  }

  async #create(request: Request, url: URL): Promise<Response> {
    const length = Number(request.headers.get('upload-length') ?? Number.NaN)
    const { bucketName, objectName, contentType } = metadataOf(request.headers.get('upload-metadata') ?? '')
    if (!Number.isSafeInteger(length) || length < 0 || !bucketName || !objectName) return refusal(400)
    const id = randomUUID()
    const upload = {
      bucket: bucketName,
      name: objectName,
      contentType: contentType ?? 'application/octet-stream',
      length,
      received: 0,
      busy: Promise.resolve(),
    }
    await mkdir(this.#folder, { recursive: true })
    await writeFile(this.#fileOf(id), '')
    this.#begun.set(id, upload)
    const taken = await this.#take(id, upload, request, url)
    if (!taken.ok) return taken
    return new Response(null, {
      status: 201,
      headers: { ...TUS, location: `${url.pathname}/${id}`, 'upload-offset': String(upload.received) },
    })
  }

  async #append(id: string, upload: Begun, request: Request, url: URL): Promise<Response> {
    await upload.busy
    if (Number(request.headers.get('upload-offset')) !== upload.received) return refusal(409)
    const taking = this.#take(id, upload, request, url)
    upload.busy = taking.catch(() => {})
    return taking
  }

  /** Keeps what arrives, also of a request that breaks off, and stores the file with its last byte. */
  async #take(id: string, upload: Begun, request: Request, url: URL): Promise<Response> {
    if (request.body) {
      for await (const part of request.body) {
        await appendFile(this.#fileOf(id), part)
        upload.received += part.length
      }
    }
    if (upload.received < upload.length) return offsetOf(upload, 204)
    const stored = await this.#finish(id, upload, request, url)
    return stored ?? offsetOf(upload, 204)
  }

  /** Null when it was stored. */
  async #finish(id: string, upload: Begun, request: Request, url: URL): Promise<Response | null> {
    const { bucket, name, contentType } = upload
    const target = new URL(`/storage/v1/object/${bucket}/${name.split('/').map(encodeURIComponent).join('/')}`, url)
    const headers = new Headers({ 'content-type': contentType })
    for (const header of IDENTITY) {
      const value = request.headers.get(header)
      if (value !== null) headers.set(header, value)
    }
    const body = new Uint8Array(await readFile(this.#fileOf(id)))
    const response = await this.#store(new Request(target, { method: 'POST', headers, body }))
    if (response.ok) return null
    this.#begun.delete(id)
    await rm(this.#fileOf(id), { force: true })
    const { statusCode } = (await response.json().catch(() => ({}))) as { statusCode?: string }
    return refusal(Number(statusCode ?? response.status))
  }

  #fileOf(id: string): string {
    return join(this.#folder, id)
  }
}

function offsetOf({ received, length }: Begun, status: 200 | 204): Response {
  const headers = { ...TUS, 'cache-control': 'no-store', 'upload-offset': String(received) }
  return new Response(null, { status, headers: { ...headers, 'upload-length': String(length) } })
}

const refusal = (status: number): Response => new Response(null, { status, headers: TUS })

/** `Upload-Metadata`: names, each with its value in base64. */
function metadataOf(header: string): Record<string, string | undefined> {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString('utf8')]),
  )
}

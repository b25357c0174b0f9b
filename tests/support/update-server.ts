import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A release as the packager publishes it. */
export interface Published {
  version: string
  content: string
  /** In per cent; everybody when left out. */
  stagingPercentage?: number
  /** Of the content unless it was published wrongly. */
  sha512?: string
  /** The connection ends in the middle of the file. */
  isCut?: boolean
}

/** The place where updates are published: a folder on a server. */
export interface UpdateServer {
  url: string
  /** By channel; what is not there answers 404. */
  channels: Record<string, Published>
  /** The paths that were asked for, without what follows a question mark. */
  asked: string[]
  close(): Promise<void>
}

export async function startUpdateServer(): Promise<UpdateServer> {
  const channels: UpdateServer['channels'] = {}
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    asked.push(pathname)
    // On other machines than x64 the name goes on.
    const channel = /^\/(\w+)-linux(?:-\w+)?\.yml$/.exec(pathname)?.[1]
    const release = Object.values(channels).find(({ version }) => pathname === `/${fileOf(version)}`)
    if (channel && channels[channel]) response.end(descriptionOf(channels[channel]))
    else if (release) send(response, release)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    channels,
    asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, { content, isCut }: Published): void {
  response.setHeader('content-length', content.length)
  if (isCut) response.write(content.slice(0, content.length / 2), () => response.destroy())
  else response.end(content)
}

const fileOf = (version: string): string => `Leadline-${version}.AppImage`

/** As electron-builder writes it. */
function descriptionOf({ version, content, stagingPercentage, sha512 = digest(content) }: Published): string {
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${fileOf(version)}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${fileOf(version)}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-20T08:00:00.000Z'",
    'releaseNotes: <p>Faster boards</p>',
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
  ].join('\n')
}

const digest = (content: string): string => createHash('sha512').update(content).digest('base64')

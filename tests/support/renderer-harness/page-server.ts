import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize, resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { shippedLicenses, unbundledPackage } from '#build/packaging/licenses.ts'
import { contentSecurityPolicy } from '#main/shell/page-policy.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

const PICTURE = join(ROOT, 'docs/inbox.png')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export interface Page {
  url: string
  /** The fixture bridge as one script, to run in the page before the app. */
  fixture: string
  close: () => Promise<void>
}

/** Builds the renderer as it is shipped, and serves it on a free port under the app's own policy. */
export async function servePage(): Promise<Page> {
  const folder = await mkdtemp(join(tmpdir(), 'leadline-look-'))
  const licenses = shippedLicenses([unbundledPackage('better-sqlite3')])
  await build({
    configFile: false,
    root: join(ROOT, 'renderer'),
    logLevel: 'warn',
    plugins: [react(), tailwindcss(), licenses.collect(), licenses.emit()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        input: ['index.html', 'panel.html', 'popout.html', 'print.html'].map((name) => join(ROOT, 'renderer', name)),
      },
    },
  })
  const fixture = await bundleFixture()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://page')
    const path = normalize(url.pathname)
    // Any picture will do for the attachments that the fixture invents.
    const isAttachment = path.startsWith('/attachments/')
    const file = isAttachment ? PICTURE : join(folder, path === '/' ? 'index.html' : path)
    readFile(file).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': contentSecurityPolicy(url.href),
          })
          .end(body),
      // A browser asks for an icon of its own accord, and an error in the console would count as a finding.
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    )
  })
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    fixture,
    async close() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function bundleFixture(): Promise<string> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'fixture-desk.ts'), formats: ['iife'], name: 'fixture' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  const chunk = output && 'output' in output ? output.output[0] : undefined
  if (!chunk) throw new Error('The fixture did not build')
  return chunk.code
}

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** What the security checklist says of the app that can be read off its sources. */

const ROOT = join(import.meta.dirname, '..', '..')
const SOURCES = globSync('{main,preload,renderer,shared}/**/*.{ts,tsx,html,css}', { cwd: ROOT })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(ROOT, file), 'utf8') }))

const filesWith = (what: RegExp) => SOURCES.filter(({ text }) => what.test(text)).map(({ file }) => file)
const textOf = (wanted: string) => SOURCES.find(({ file }) => file === wanted)!.text

test('there are sources to read', () => {
  expect(SOURCES.length).toBeGreaterThan(500)
})

test.each([
  ['script that main puts into a page', /executeJavaScript|insertCSS|\.debugger\b/],
  ['synchronous messages', /sendSync|\.returnValue\s*=/],
  ['the remote module', /@electron\/remote|enableRemoteModule/],
  ['text that becomes code', /\beval\(|new Function\(/],
  [
    'text that becomes elements in our own document',
    /dangerouslySetInnerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write/,
  ],
  [
    'walls of Chromium taken down',
    /webSecurity|navigateOnDragDrop|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures/,
  ],
  [
    'switches that open a page to others',
    /appendSwitch|remote-debugging|no-sandbox|ignore-certificate|certificate-error/,
  ],
  ['pages within pages', /<webview|webviewTag: true|BrowserView|WebContentsView/],
  ['servers', /createServer\(|\.listen\(\d/],
])('%s is nowhere in the app', (_what, pattern) => {
  expect(filesWith(pattern)).toEqual([])
})

test('HTML is written in one place: sanitised, into the frame of an e-mail', () => {
  expect(filesWith(/\binnerHTML\b/)).toEqual(['renderer/features/thread/mail-frame.tsx'])
})

test('links leave the app in one place, which parses them', () => {
  expect(filesWith(/shell\.openExternal|openExternal\(url\.toString/)).toEqual(['main/shell/harden.ts'])
})

test('every window has the same walls, and nothing else says what they are', () => {
  const windows = filesWith(/new BrowserWindow\(/)
  expect(windows).toContain('main/shell/window.ts')
  expect(windows.filter((file) => !textOf(file).includes('...PAGE_PREFERENCES'))).toEqual([])
  expect(filesWith(/contextIsolation|nodeIntegration|sandbox:/)).toEqual(['main/shell/window.ts'])
  for (const wall of ['contextIsolation: true', 'sandbox: true', 'nodeIntegration: false', 'webviewTag: false']) {
    expect(textOf('main/shell/window.ts')).toContain(wall)
  }
})

test('sandbox, scheme and rules for pages are there before Electron is ready, and those of the session after', () => {
  const text = textOf('main/index.ts')
  const order = ['app.enableSandbox()', 'registerAppScheme()', 'hardenPages(', 'app.whenReady()', 'hardenSession()']
  expect(order.filter((call) => !text.includes(call))).toEqual([])
  expect(order.map((call) => text.indexOf(call))).toEqual(
    order.map((call) => text.indexOf(call)).toSorted((a, b) => a - b),
  )
  expect(filesWith(/enableSandbox\(\)/)).toEqual(['main/index.ts'])
})

test('the preload hands the page one object, and no part of Electron', () => {
  expect(filesWith(/exposeInMainWorld|exposeInIsolatedWorld/)).toEqual(['preload/index.ts'])
  expect(textOf('preload/index.ts').match(/exposeIn\w+World/g)).toHaveLength(1)
  expect(textOf('preload/bridge.ts')).toContain('Object.freeze<Desk>')
  expect(textOf('preload/bridge.ts')).not.toMatch(/from 'electron'/)
})

test('the documents of the app hold no script, style or handler of their own', () => {
  const documents = filesWith(/<html/i).filter((file) => file.endsWith('.html'))
  expect(documents).toContain('renderer/index.html')
  const own = /<style|\son\w+=|style=|<script(?![^>]*\ssrc=)|https?:/i
  expect(documents.filter((file) => own.test(textOf(file)))).toEqual([])
})

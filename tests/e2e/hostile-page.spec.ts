import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { ROOT } from '#build/scripts/build-app.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { openedOutside } from '#tests/support/shown-desktop.ts'

/** The page of the app in the hands of somebody hostile: what it cannot do whatever runs in it. */

test('no way leads the page to another one: links, forms, frames, refreshes, pop-ups and dropped files stay here', async ({
  computer,
  spy,
}) => {
  const { app, window } = await (await computer()).start()
  const home = window.url()
  await window.evaluate(() => Object.assign(globalThis, { stillHere: true }))
  const wishes = await watchNavigations(app)

  // What Chromium itself refuses, or hands to nobody; the ways below come after all of it.
  await window.evaluate(tryQuietly, [
    `${spy.url}/quiet`,
    'file:///etc/passwd',
    'javascript:globalThis.ran = 1',
    'data:text/html,<script>opener.ran = 1</script>',
    'app://other/index.html',
    'chrome://gpu',
    'view-source:https://example.com/',
    'leadline://lead/0198f2c0-0000-7000-8000-000000000002',
    'ms-settings:privacy',
  ])
  await dropFile(window, join(ROOT, 'package.json'))
  for (const way of ['assign', 'link', 'top', 'refresh'] as const) {
    await window.evaluate(leave, { way, url: `${spy.url}/${way}` })
    await expect.poll(wishes).toContain(`${spy.url}/${way}`)
  }
  await window.evaluate(() => void globalThis.open('https://example.com/pop-up'))
  await expect.poll(() => openedOutside(app)).toContain('https://example.com/pop-up')

  expect((await wishes()).filter((url) => url.startsWith('file:'))).toEqual([])
  await expect(window.getByRole('heading', { name: 'Welcome to Leadline' })).toBeVisible()
  expect(window.url()).toBe(home)
  expect(app.windows()).toHaveLength(1)
  expect(await window.evaluate(traces)).toEqual({ stillHere: true, ran: false, opener: null, desks: 0 })
  // By the system, not by the page, and only what a browser shows.
  expect((await openedOutside(app)).filter((link) => !link.startsWith('https://example.com/'))).toEqual([])
  expect(spy.asked).toEqual([])
})

/** @returns where the pages wanted to go so far, as main was asked */
async function watchNavigations(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ webContents }) => {
    const wishes: string[] = []
    for (const contents of webContents.getAllWebContents()) contents.on('will-navigate', ({ url }) => wishes.push(url))
    Object.assign(globalThis, { wishes })
  })
  return () => app.evaluate(() => (globalThis as unknown as { wishes: string[] }).wishes)
}

/** In the page: every element that loads or leads somewhere, for each address. */
function tryQuietly(addresses: string[]): void {
  const add = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    document.body.append(element)
    return element
  }
  for (const url of addresses) {
    for (const target of ['_blank', 'named']) add('a', { href: url, target }).click()
    add('a', { href: url, download: 'x' }).click()
    ;(add('form', { action: url, method: 'post' }) as HTMLFormElement).requestSubmit()
    add('iframe', { src: url })
    add('object', { data: url })
    add('embed', { src: url })
    try {
      globalThis.open(url)?.postMessage('x', '*')
    } catch {
      // Refused at once.
    }
    if (!url.startsWith('http')) location.assign(url)
  }
  add('iframe', { srcdoc: '<script>top.ran = 1</script><img src=x onerror="top.ran = 1">' })
  add('iframe', { src: '/index.html' })
}

/** In the page: the ways on which main is asked. */
function leave({ way, url }: { way: 'assign' | 'link' | 'top' | 'refresh'; url: string }): void {
  if (way === 'assign') {
    location.assign(url)
    return
  }
  const element = document.createElement(way === 'refresh' ? 'meta' : 'a')
  const attributes =
    way === 'refresh' ? { 'http-equiv': 'refresh', content: `0;url=${url}` } : { href: url, target: `_${way}` }
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (way === 'link') element.removeAttribute('target')
  document.body.append(element)
  element.click()
}

/** In the page: what a way out would have left behind. */
function traces() {
  const frames = [...document.querySelectorAll('iframe')].filter(({ contentWindow }) => {
    try {
      return contentWindow !== null && 'desk' in contentWindow
    } catch {
      return false
    }
  })
  return {
    stillHere: 'stillHere' in globalThis,
    ran: 'ran' in globalThis,
    opener: globalThis.opener as unknown,
    desks: frames.length,
  }
}

/** A file dragged from the desktop onto the middle of the window. */
async function dropFile(window: Page, file: string): Promise<void> {
  const session = await window.context().newCDPSession(window)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [file], dragOperationsMask: 1 }
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
  await session.detach()
}

test('the page reaches no network, starts no worker, holds no permission and saves no file', async ({
  computer,
  spy,
}) => {
  const { app, window } = await (await computer()).start()
  const outcome = await window.evaluate(async (url) => {
    const settled = (what: () => Promise<unknown>) =>
      what().then(
        () => 'done',
        () => 'refused',
      )
    const loads = (element: HTMLElement, attributes: Record<string, string>) =>
      new Promise((resolve, reject) => {
        element.addEventListener('load', resolve)
        element.addEventListener('error', () => reject(new Error('refused')))
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.head.append(element)
      })
    const opens = (make: () => EventTarget) =>
      new Promise((resolve, reject) => {
        const made = make()
        for (const event of ['open', 'message']) made.addEventListener(event, resolve)
        made.addEventListener('error', () => reject(new Error('refused')))
      })
    const blob = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }))
    navigator.sendBeacon(`${url}/beacon`, 'x')
    const network = {
      fetch: await settled(() => fetch(`${url}/fetch`)),
      opaque: await settled(() => fetch(`${url}/opaque`, { mode: 'no-cors' })),
      image: await settled(() => loads(new Image(), { src: `${url}/image` })),
      script: await settled(() => loads(document.createElement('script'), { src: `${url}/script` })),
      sheet: await settled(() => loads(document.createElement('link'), { rel: 'stylesheet', href: `${url}/sheet` })),
      prefetch: await settled(() =>
        loads(document.createElement('link'), { rel: 'prefetch', href: `${url}/prefetch` }),
      ),
      font: await settled(() => new FontFace('x', `url(${url}/font)`).load()),
      socket: await settled(() => opens(() => new WebSocket(`${url.replace('http', 'ws')}/socket`))),
      events: await settled(() => opens(() => new EventSource(`${url}/events`))),
      module: await settled(() => import(/* @vite-ignore */ `${url}/module`)),
    }
    const workers = {
      blob: await settled(() => opens(() => new Worker(blob))),
      own: await settled(() => opens(() => new Worker('/index.html'))),
      service: await settled(() => navigator.serviceWorker.register('/index.html')),
    }
    const states = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map((name) =>
      navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
    )
    const permissions = {
      states: [...new Set(await Promise.all(states))],
      camera: await settled(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      screen: await settled(() => navigator.mediaDevices.getDisplayMedia()),
      place: await settled(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      clipboard: await settled(() => navigator.clipboard.readText()),
      notifications: await Notification.requestPermission(),
    }
    return { network, workers, permissions }
  }, spy.url)
  expect(new Set(Object.values(outcome.network))).toEqual(new Set(['refused']))
  expect(new Set(Object.values(outcome.workers))).toEqual(new Set(['refused']))
  expect(outcome.permissions).toEqual({
    states: ['denied'],
    camera: 'refused',
    screen: 'refused',
    place: 'refused',
    clipboard: 'refused',
    notifications: 'denied',
  })
  expect(spy.asked).toEqual([])

  const isSaved = await app.evaluate(({ session }) => {
    let isRefused = false
    const event = { preventDefault: () => (isRefused = true) }
    session.defaultSession.emit('will-download', event, {}, {})
    return !isRefused
  })
  expect(isSaved).toBe(false)
})

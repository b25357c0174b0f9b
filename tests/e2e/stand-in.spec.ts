import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page, test as base } from '@playwright/test'
import type { Desktop } from '#build/electron-stand-in/desktop.ts'
import { standInPath } from '#build/scripts/electron-binary.ts'
import { launchApp, type LaunchedApp } from '#tests/support/electron-host.ts'

const fixtureApp = join(import.meta.dirname, '../../build/electron-stand-in/fixture')

/** What the fixture's preload puts into the page. */
interface Desk {
  versions: { electron: string; chrome: string }
  nested: { list: unknown[] }
  call: (channel: string, ...args: unknown[]) => Promise<unknown>
  send: (channel: string, ...args: unknown[]) => void
  throwHere: () => void
}

/** What the fixture's main process keeps for specs. */
interface Fixture {
  sameModule: boolean
  seen: Record<'navigations' | 'redirects' | 'secondInstances' | 'quit' | 'requests', unknown[]>
  tray: Electron.Tray & { contextMenu: Electron.Menu; toolTip: string; image: Electron.NativeImage }
  window: Electron.BrowserWindow
  notify: (options: Electron.NotificationConstructorOptions) => void
}

declare global {
  var desk: Desk
  var ticks: unknown[]
  var stopTicks: () => void
  var fixture: Fixture
}

interface Fixtures {
  userData: string
  launch: (args?: string[], app?: string) => Promise<LaunchedApp>
}

const test = base.extend<Fixtures>({
  // Playwright reads a fixture's needs from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'leadline-stand-in-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  launch: async ({ userData }, use) => {
    const running = new Set<ElectronApplication>()
    await use(async (args, app = fixtureApp) => {
      const result = await launchApp({ userData, args, app })
      running.add(result.app)
      result.app.once('close', () => running.delete(result.app))
      return result
    })
    for (const app of running) await app.close()
  },
})

test.beforeAll(() => {
  // These specs are about the stand-in, wherever the real binary exists.
  process.env['E2E_HOST'] = 'stand-in'
})

const seen = (app: ElectronApplication, what: keyof Fixture['seen']): Promise<unknown[]> =>
  app.evaluate((_electron, key) => globalThis.fixture.seen[key], what)

/** The desktop's record, from the main process. */
async function onDesktop<T>(app: ElectronApplication, read: (desktop: Desktop) => T): Promise<T> {
  const desktop = await app.evaluateHandle(
    (electron) => (electron as unknown as { standIn: { desktop: Desktop } }).standIn.desktop,
  )
  return desktop.evaluate(read as (desktop: unknown) => T)
}

const call = (window: Page, channel: string, argument?: unknown): Promise<unknown> =>
  window.evaluate(([name, value]) => globalThis.desk.call(name as string, value), [channel, argument])

/** Processes whose command line names that folder. */
function processesUsing(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLineOf(pid).includes(folder))
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

test('the page and the preload live in separate worlds', async ({ launch }) => {
  const { window, host } = await launch()
  expect(host).toBe('stand-in')
  const page = await window.evaluate(() => ({
    globals: ['leaked', 'require', 'process', 'module'].filter((name) => name in globalThis),
    keys: Object.keys(globalThis.desk),
    frozen: [globalThis.desk, globalThis.desk.nested, globalThis.desk.nested.list].every((part) =>
      Object.isFrozen(part),
    ),
    hidden: Object.getOwnPropertyNames(globalThis).filter((name) => /binding-|inbox-/.test(name)),
    nested: globalThis.desk.nested,
    electron: globalThis.desk.versions.electron,
    chrome: globalThis.desk.versions.chrome,
  }))
  expect(page).toMatchObject({ globals: [], frozen: true, hidden: [], nested: { list: [1, 2, { three: 3 }] } })
  expect(page.keys).toEqual(['versions', 'nested', 'call', 'send', 'throwHere', 'onTick'])
  expect(page.electron).toMatch(/^45\./)
  expect(page.chrome).toMatch(/^\d+\./)
})

test('values cross from page to main and back as structured clones', async ({ launch }) => {
  const { window } = await launch()
  const result = await window.evaluate(async () => {
    const value = {
      date: new Date(5),
      map: new Map([['key', new Set([1])]]),
      missing: undefined,
      nan: Number.NaN,
      zero: -0,
      big: 2n ** 70n,
      bytes: new Uint8Array([1, 255]),
      floats: new Float64Array([1.5]),
      error: new RangeError('too far'),
      self: null as unknown,
    }
    value.self = value
    const echoed = (await globalThis.desk.call('echo', value)) as typeof value
    return [
      echoed.date instanceof Date && echoed.date.getTime(),
      echoed.map.get('key')?.has(1),
      'missing' in echoed,
      Number.isNaN(echoed.nan),
      Object.is(echoed.zero, -0),
      String(echoed.big),
      [...echoed.bytes],
      echoed.floats[0],
      echoed.error instanceof RangeError && echoed.error.message,
      echoed.self === echoed,
    ]
  })
  expect(result).toEqual([5, true, true, true, true, String(2n ** 70n), [1, 255], 1.5, 'too far', true])
})

test('errors arrive with Electron’s words', async ({ launch }) => {
  const { window } = await launch()
  const failure = (channel: string, what: string): Promise<unknown> =>
    window.evaluate(
      async ([name, kind]) => {
        try {
          await globalThis.desk.call(name ?? '', kind === 'symbol' ? Symbol('no') : undefined)
          return 'no error'
        } catch (error) {
          return error instanceof Error && error.message
        }
      },
      [channel, what],
    )
  expect(await failure('fail', '')).toBe("Error invoking remote method 'fail': TypeError: no such lead")
  expect(await failure('nobody', '')).toBe(
    "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
  )
  expect(await failure('uncloneable', '')).toBe(
    "Error invoking remote method 'uncloneable': Error: An object could not be cloned.",
  )
  expect(await failure('echo', 'symbol')).toBe('An object could not be cloned.')
  expect(
    await window.evaluate(() => {
      try {
        globalThis.desk.throwHere()
        return 'no error'
      } catch (error) {
        return error instanceof RangeError && error.message
      }
    }),
  ).toBe('out of range')
})

test('the main process sees who sent a message and can push to the page', async ({ launch }) => {
  const { app, window } = await launch()
  expect(await call(window, 'sender')).toEqual({
    origin: 'app://bundle',
    url: 'app://bundle/index.html',
    isMainFrame: true,
  })
  await window.evaluate(() => globalThis.desk.send('hello', { nice: true }))
  await expect.poll(() => window.evaluate(() => globalThis.ticks)).toEqual([{ nice: true }])
  await window.evaluate(() => globalThis.stopTicks())
  await app.evaluate(() => globalThis.fixture.window.webContents.send('tick', 2))
  expect(await call(window, 'echo', 'after the push')).toBe('after the push')
  expect(await window.evaluate(() => globalThis.ticks)).toEqual([{ nice: true }])
})

test('custom schemes are served with the policy of their responses', async ({ launch }) => {
  const { app, window } = await launch()
  const page = await window.evaluate(async () => ({
    inline: 'inlineRan' in globalThis,
    module: 'moduleRan' in globalThis,
    secure: isSecureContext,
    echo: await (await fetch('/echo', { method: 'POST', body: 'ü' })).json(),
    outside: await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    ),
    styled: getComputedStyle(document.body).backgroundColor,
  }))
  expect(page).toEqual({
    inline: false,
    module: true,
    secure: true,
    echo: { text: 'ü', method: 'POST' },
    outside: 'refused',
    styled: 'rgb(255, 255, 255)',
  })
  // The letter's frame runs in a process of its own, and its scheme is still answered by the app.
  await expect(window.frameLocator('iframe').getByText('Dear rep')).toBeVisible()
  const requests = await seen(app, 'requests')
  expect(requests).toContain('mail://letter/body.html')
  // An icon for a tab is nothing that Electron would ask the app for.
  expect(requests).not.toContain('app://bundle/favicon.ico')
})

test('navigation, redirects and new windows go through the guards', async ({ launch }) => {
  const { app, window } = await launch()
  await window.getByRole('link', { name: 'Leave' }).click()
  await expect.poll(() => seen(app, 'navigations')).toEqual(['https://example.org/outside'])
  await window.getByRole('link', { name: 'Redirect' }).click()
  await expect.poll(() => seen(app, 'redirects')).toEqual(['https://example.org/redirected'])
  await window.getByRole('link', { name: 'New window' }).click()
  await expect.poll(() => onDesktop(app, (desktop) => desktop.openedExternal)).toEqual(['https://example.org/window'])
  await expect.poll(() => app.windows().length).toBe(1)
  await expect(window.getByRole('heading', { name: 'Fixture' })).toBeVisible()
  expect(await app.evaluate(() => globalThis.fixture.window.webContents.getURL())).toBe('app://bundle/index.html')
})

test('a load that fails rejects and tells why', async ({ launch }) => {
  const { app } = await launch()
  const failure = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    const events: unknown[] = []
    window.webContents.on('did-fail-load', (_event, code, description, url) => events.push([code, description, url]))
    const reason = await window.loadURL('app://elsewhere:99/').catch((error: Error) => error.message)
    const missing = await window.loadURL('file:///nowhere/at-all.html').catch((error: Error) => error.message)
    window.destroy()
    return { reason, missing, events }
  })
  expect(failure.missing).toBe("ERR_FILE_NOT_FOUND (-6) loading 'file:///nowhere/at-all.html'")
  expect(failure.events).toContainEqual([-6, 'ERR_FILE_NOT_FOUND', 'file:///nowhere/at-all.html'])
})

test('a second instance hands its arguments over and leaves', async ({ launch, userData }) => {
  const { app } = await launch()
  const second = spawn(standInPath, [fixtureApp, `--user-data-dir=${userData}`, 'leadline://lead/7'])
  const [exitCode] = (await once(second, 'exit')) as [number]
  expect(exitCode).toBe(0)
  await expect.poll(() => seen(app, 'secondInstances')).toEqual([['leadline://lead/7', { from: 'second' }]])
})

test('tray and notifications can be inspected and used', async ({ launch }) => {
  const { app, window } = await launch()
  const tray = await app.evaluate(() => {
    const { contextMenu, toolTip, image } = globalThis.fixture.tray
    const quiet = contextMenu.getMenuItemById('quiet')
    quiet?.click()
    return {
      labels: contextMenu.items.map((item) => item.label),
      checked: quiet?.checked,
      toolTip,
      size: image.getSize(),
    }
  })
  expect(tray).toEqual({
    labels: ['Quiet', '', 'Quit'],
    checked: true,
    toolTip: 'Fixture',
    size: { width: 16, height: 16 },
  })
  expect(await onDesktop(app, (desktop) => desktop.trays.length)).toBe(1)

  await app.evaluate(() =>
    globalThis.fixture.notify({ title: 'Hot lead', actions: [{ type: 'button', text: 'Claim' }] }),
  )
  const shown = await onDesktop(app, (desktop) =>
    desktop.notifications.map((notification) => {
      notification.emit('click', {})
      notification.emit('action', {}, 0)
      return [notification.title, notification.actions[0]?.text]
    }),
  )
  expect(shown).toEqual([['Hot lead', 'Claim']])
  await expect.poll(() => window.evaluate(() => globalThis.ticks)).toEqual(['clicked', 0])
})

test('secrets are sealed, worker threads run, and modules are one', async ({ launch }) => {
  const { app, window } = await launch()
  expect(await call(window, 'seal', 'token-123')).toEqual({ isReadable: false, result: 'token-123', sync: 'token-123' })
  expect(await call(window, 'worker')).toBe(42)
  expect(await app.evaluate(() => globalThis.fixture.sameModule)).toBe(true)
  expect(await app.evaluate(({ app: { name, isPackaged } }) => [name, isPackaged])).toEqual(['Stand-in Fixture', false])
})

test('what is missing throws by name', async ({ launch }) => {
  const { app } = await launch()
  const message = await app.evaluate(({ utilityProcess }) => {
    const attempt = (action: () => unknown): string => {
      try {
        action()
        return 'no error'
      } catch (error) {
        return error instanceof Error ? error.message : ''
      }
    }
    return [
      attempt(() => globalThis.fixture.tray.setPressedImage('x.png')),
      attempt(() => utilityProcess.fork('x.js')),
      attempt(() => globalThis.fixture.window.webContents.findInPage('x')),
    ]
  })
  expect(message).toEqual([
    'Electron stand-in: tray.setPressedImage is not implemented',
    'Electron stand-in: utilityProcess.fork is not implemented',
    'Electron stand-in: webContents.findInPage is not implemented',
  ])
})

test('permissions follow the app’s handler', async ({ launch }) => {
  const { window } = await launch()
  const state = (name: string): Promise<string> =>
    window.evaluate(
      async (wanted) => (await navigator.permissions.query({ name: wanted as PermissionName })).state,
      name,
    )
  await expect.poll(() => state('geolocation')).toBe('granted')
  await expect.poll(() => state('notifications')).toBe('denied')
})

test('the page has the size its window asks for', async ({ launch }) => {
  const { app, window } = await launch()
  const size = (): Promise<number[]> => window.evaluate(() => [innerWidth, innerHeight])
  await expect.poll(size).toEqual([900, 640])
  for (const [width, height] of [
    [360, 700],
    [1600, 900],
  ] as const) {
    await app.evaluate((_electron, bounds) => globalThis.fixture.window.setBounds(bounds), { width, height })
    await expect.poll(size).toEqual([width, height])
    const picture = await window.screenshot()
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([width, height])
  }
  await app.evaluate(() => globalThis.fixture.window.webContents.setZoomFactor(2))
  await expect.poll(size).toEqual([800, 450])
  const captured = await app.evaluate(async () => (await globalThis.fixture.window.capturePage()).getSize())
  expect(captured).toEqual({ width: 1600, height: 900 })
})

test('windows hide, show, minimize and can refuse to close', async ({ launch }) => {
  const { app } = await launch()
  await expect.poll(() => app.evaluate(() => globalThis.fixture.window.isFocused())).toBe(true)
  const states = await app.evaluate(() => {
    const { window } = globalThis.fixture
    const state = (): boolean[] => [window.isVisible(), window.isFocused(), window.isMinimized(), window.isDestroyed()]
    const result = [state()]
    for (const step of ['hide', 'show', 'minimize', 'restore'] as const) {
      window[step]()
      result.push(state())
    }
    window.once('close', (event) => event.preventDefault())
    window.close()
    return [...result, state()]
  })
  const [visible, hidden, minimized] = [
    [true, true, false, false],
    [false, false, false, false],
    [false, false, true, false],
  ]
  expect(states).toEqual([visible, hidden, visible, minimized, visible, visible])
})

test('the colour scheme follows the system’s switch and the app’s choice', async ({ launch }) => {
  const { app, window } = await launch(['--force-dark-mode'])
  const background = (): Promise<string> => window.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await expect.poll(background).toBe('rgb(0, 0, 0)')
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true)
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'light'
  })
  await expect.poll(background).toBe('rgb(255, 255, 255)')
})

test('a page that crashes is reported and can be loaded again', async ({ launch }) => {
  const { app } = await launch()
  const reason = await app.evaluate(
    ({ app: electronApp }) =>
      new Promise((resolve) => {
        electronApp.once('render-process-gone', (_event, contents, details) =>
          resolve([details.reason, contents.isCrashed()]),
        )
        globalThis.fixture.window.webContents.forcefullyCrashRenderer()
      }),
  )
  expect(reason).toEqual(['crashed', true])
  await app.evaluate(() => globalThis.fixture.window.loadURL('app://bundle/index.html'))
  expect(await app.evaluate(() => globalThis.fixture.window.webContents.isCrashed())).toBe(false)
})

test('what the page stores outlives a restart', async ({ launch }) => {
  const first = await launch()
  await first.window.evaluate(() => localStorage.setItem('kept', 'yes'))
  await first.app.close()
  const second = await launch()
  expect(await second.window.evaluate(() => localStorage.getItem('kept'))).toBe('yes')
})

test('a packed app runs from its resources folder', async ({ launch, userData }) => {
  const resources = join(userData, 'packed/resources')
  cpSync(fixtureApp, join(resources, 'app.asar'), { recursive: true })
  const { app, window } = await launch([], resources)
  await expect(window.getByRole('heading', { name: 'Fixture' })).toBeVisible()
  const facts = await app.evaluate(({ app: { isPackaged } }) => [isPackaged, process.resourcesPath])
  expect(facts).toEqual([true, resources])
})

test('an app that relaunches starts again after its end', async ({ launch, userData }) => {
  const { app } = await launch()
  const marker = join(userData, 'relaunched')
  const script = join(userData, 'marker.cjs')
  writeFileSync(script, `require('fs').writeFileSync(${JSON.stringify(marker)}, ''); process.exit()`)
  const closed = app.waitForEvent('close')
  await app.evaluate(({ app: electronApp }, path) => {
    electronApp.relaunch({ args: [path] })
    electronApp.quit()
  }, script)
  await closed
  await expect.poll(() => existsSync(marker)).toBe(true)
})

test('a page prints to PDF', async ({ launch }) => {
  const { app } = await launch()
  const head = await app.evaluate(async () => {
    const pdf = await globalThis.fixture.window.webContents.printToPDF({ printBackground: true })
    return pdf.subarray(0, 5).toString()
  })
  expect(head).toBe('%PDF-')
})

test('kill -9 takes Chromium along and the next start works', async ({ launch, userData }) => {
  const { app } = await launch()
  expect(processesUsing(userData).length).toBeGreaterThan(1)
  app.process().kill('SIGKILL')
  const { window } = await launch()
  await expect(window.getByRole('heading', { name: 'Fixture' })).toBeVisible()
})

test('kill -9 leaves no Chromium behind', async ({ launch, userData }) => {
  const { app } = await launch()
  app.process().kill('SIGKILL')
  await expect.poll(() => processesUsing(userData)).toEqual([])
})

test('SIGTERM quits in order and leaves nothing running', async ({ userData }) => {
  const host = spawn(standInPath, ['--remote-debugging-port=0', fixtureApp, `--user-data-dir=${userData}`])
  let output = ''
  host.stdout.on('data', (data: Buffer) => (output += data.toString()))
  await new Promise((resolve) => {
    host.stderr.on('data', (data: Buffer) => data.includes('DevTools listening') && resolve(undefined))
  })
  host.kill('SIGTERM')
  const [exitCode] = (await once(host, 'exit')) as [number]
  expect(exitCode).toBe(0)
  expect(output.trim().split('\n')).toEqual(['event before-quit', 'event will-quit', 'event quit'])
  expect(processesUsing(userData)).toEqual([])
})

test('plain Node is one variable away, as in Electron', () => {
  const output = execFileSync(standInPath, ['-e', 'process.stdout.write(String(6 * 7))'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  })
  expect(output).toBe('42')
})

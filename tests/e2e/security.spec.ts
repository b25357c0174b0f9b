import type { ElectronApplication } from '@playwright/test'
import * as fc from 'fast-check'
import { countConversations, openConversation, rows, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('every response of the app carries its policy, and no path leads out of the folder of the page', async ({
  computer,
}) => {
  const { window } = await (await computer()).start()
  const asked = await window.evaluate(async () => {
    const own = document.querySelector<HTMLScriptElement>('script[src]')!.src
    const ask = async (path: string) => {
      const response = await fetch(path)
      const { status, headers } = response
      return {
        path,
        status,
        policy: headers.get('content-security-policy') ?? '',
        sniffing: headers.get('x-content-type-options'),
        text: await response.text(),
      }
    }
    const inside = [
      '/',
      '/index.html',
      '/panel.html',
      new URL(own).pathname,
      '/mail-frame.html',
      '/mail-frame.html?images=load',
    ]
    const outside = [
      '/nothing-here',
      '/..%2f..%2fpackage.json',
      '/..%2fmain%2findex.js',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/%2e%2e%2fmain/index.js',
      '/..%5c..%5cpackage.json',
      '/..%252f..%252fpackage.json',
      '/%2fetc%2fpasswd',
      '//etc/passwd',
      '/index.html%00.png',
      '/%E0%A4%A',
      '/attachments/..%2f..%2fpackage.json',
      '/attachments/0198f2c0-0000-7000-8000-000000000002',
      '/attachments/0198f2c0-0000-7000-8000-000000000002/../../package.json',
    ]
    return {
      inside: await Promise.all(inside.map(ask)),
      outside: await Promise.all(
        outside.map((path) => ask(path).catch(() => ({ path, status: 0, policy: '', sniffing: '', text: '' }))),
      ),
    }
  })
  for (const { path, status, policy, sniffing } of asked.inside) {
    expect(status, path).toBe(200)
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).toContain("form-action 'none'")
    expect(policy, path).not.toContain('unsafe-eval')
    expect(sniffing, path).toBe('nosniff')
    const isMail = path.startsWith('/mail-frame')
    expect(policy.includes("script-src 'self'"), path).toBe(!isMail)
    expect(policy.includes('sandbox allow-same-origin'), path).toBe(isMail)
    // The styles of an e-mail are its own; nothing that they could name is loaded.
    expect(policy.includes('unsafe-inline'), path).toBe(isMail)
    expect(policy.includes('https:'), path).toBe(path.endsWith('images=load'))
  }
  for (const { path, status, policy, text } of asked.outside) {
    expect([0, 404], path).toContain(status)
    if (status === 404) expect(policy, path).toContain("default-src 'none'")
    expect(text, path).not.toMatch(/leadline|root:/i)
  }
})

test('a page that tampers with what it stands on gets nothing more from main, and breaks nothing for it', async ({
  office,
  computer,
}) => {
  await office.enquiry('Wall Watcher', 'Hello')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  const outcome = await window.evaluate(async () => {
    interface Answer {
      ok: boolean
      error?: { code: string }
    }
    const { desk } = globalThis as unknown as { desk: Record<string, (...args: unknown[]) => Promise<Answer>> }
    const before = desk['command']
    const changed = [
      Reflect.set(desk, 'command', () => null),
      Reflect.set(desk, 'more', 1),
      Reflect.deleteProperty(desk, 'live'),
      Reflect.setPrototypeOf(desk, { ipcRenderer: 1 }),
    ]
    const seen: string[] = []
    const natives = [Array.prototype, Object.prototype, Function.prototype, Promise.prototype] as unknown as Record<
      string,
      unknown
    >[]
    for (const prototype of natives) {
      for (const name of ['toJSON', 'send', 'invoke', 'ipcRenderer']) {
        Object.defineProperty(prototype, name, { configurable: true, get: () => void seen.push(name) })
      }
    }
    const codes: string[] = []
    for (const input of [
      { url: 'file:///etc/passwd' },
      { url: 'https://user:secret@example.com/' },
      { url: 'smb://host/x' },
    ]) {
      const answer = await desk['command']!('app.open_external', input)
      codes.push(answer.ok ? 'passed' : answer.error!.code)
    }
    for (const prototype of natives) {
      for (const name of ['toJSON', 'send', 'invoke', 'ipcRenderer']) Reflect.deleteProperty(prototype, name)
    }
    return {
      changed,
      same: desk['command'] === before,
      codes,
      node: 'process' in globalThis || 'require' in globalThis,
    }
  })
  expect(outcome).toEqual({
    changed: [false, false, false, false],
    same: true,
    codes: ['invalid_input', 'invalid_input', 'invalid_input'],
    node: false,
  })
  await expect(rows(window)).toHaveCount(1)
})

test('a window of ours that shows something else is not heard by main', async ({ computer, spy }) => {
  const { app } = await (await computer()).start()
  const opened = app.waitForEvent('window')
  await app.evaluate(({ app: host, BrowserWindow }, url) => {
    const preload = `${host.getAppPath()}/out/preload/index.cjs`
    void new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } }).loadURL(url)
  }, `${spy.url}/page`)
  const other = await opened
  await other.waitForURL(`${spy.url}/page`)
  const answers = await other.evaluate(async () => {
    const { desk } = globalThis as unknown as { desk: Desk }
    const command = await desk.command('sync.now', {})
    const live = await new Promise<typeof command>((resolve) => desk.live('app.state', {}, resolve as never))
    return [command, live].map((answer) => (answer.ok ? 'passed' : answer.error.code))
  })
  expect(answers).toEqual(['forbidden', 'forbidden'])
})

const ID = '0198f2c0-0000-7000-8000-000000000002'

/** Links by hand: each is nearly one of ours, or carries one of ours in it. */
const NEARLY = (id: string): string[] => [
  '',
  'leadline:',
  'leadline://',
  `leadline:lead/${id}`,
  `leadline:/lead/${id}`,
  `leadline:///lead/${id}`,
  `leadline://lead/${id}/`,
  `leadline://lead/${id}/delete`,
  `leadline://lead/${id}?then=delete`,
  `leadline://lead/${id}#delete`,
  `leadline://lead//${id}`,
  `leadline://lead/../conversation/${id}`,
  `leadline://lead/%2e%2e/conversation/${id}`,
  `leadline://lead/${id}%00`,
  `leadline://lead/${id}\0`,
  `leadline://lead/${id}\n--inspect=9229`,
  `leadline://lead/${id} --inspect=9229`,
  `leadline://lead/${id}" --remote-debugging-port=9222 "`,
  `leadline://user:secret@lead/${id}`,
  `leadline://lead:80/${id}`,
  `leadline://settings/${id}`,
  `leadline://__proto__/${id}`,
  `leadline://constructor/${id}`,
  `leadline://deal.delete/${id}`,
  `leadline://leadline://lead/${id}`,
  `https://example.com/leadline://lead/${id}`,
  `javascript:location='leadline://lead/${id}'`,
  `file:///leadline://lead/${id}`,
  `app://leadline/lead/${id}`,
  // Letters that look like others, marks that are not seen, and text that runs backwards.
  `lеadline://lead/${id}`,
  `leadline://leаd/${id}`,
  `ｌeadline://lead/${id}`,
  `leadline://lead/\u200b${id}`,
  `\u202eleadline://lead/${id}`,
  `leadline：//lead/${id}`,
  `leadline://lead/${id.replaceAll('0', '０')}`,
  `leadline://lead/${'0'.repeat(1_000_000)}`,
  `leadline://${'a'.repeat(1_000_000)}/${id}`,
  `${' '.repeat(1_000_000)}leadline://lead/${id}`,
  '--inspect=9229',
  '--remote-debugging-port=9222',
  '--user-data-dir=/tmp/other',
  '--load-extension=/tmp/other',
]

/** A link of ours with one letter too many somewhere, or with one less. */
const damaged = (id: string) =>
  fc
    .tuple(
      fc.constantFrom('lead', 'conversation', 'message', 'note'),
      fc.nat(),
      fc.constantFrom(
        '',
        '/',
        '\\',
        '?',
        '#',
        '%',
        ' ',
        '"',
        "'",
        ';',
        '\0',
        '\r\n',
        '\t',
        'é',
        '\u202e',
        '--',
        '..',
        '{',
        'g',
      ),
    )
    .map(([kind, at, with_]) => {
      const link = `leadline://${kind}/${id}`
      const cut = at % link.length
      return link.slice(0, cut) + with_ + link.slice(cut + (with_ === '' ? 1 : 0))
    })

test('of hundreds of hostile links none is followed, and one of ours only shows what it names', async ({
  backend,
  office,
  computer,
}) => {
  const maya = await office.enquiry('Maya', 'How much is it?')
  const paul = await office.enquiry('Paul', 'Hello')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where organization_id = ${office.organization.id}`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Paul')
  const before = await stateOf(backend.sql, office.organization.id)

  const links = [
    ...NEARLY(maya.leadId),
    ...NEARLY(ID),
    ...fc.sample(damaged(maya.leadId), { numRuns: 500, seed: 20_261_122 }),
  ]
  await hand(app, links)
  // Handed over after all the others: had one of them been followed, it would be heard of by now.
  await hand(app, [`leadline://note/${paul.leadId}`])
  await expect(window.getByText('This is not on this computer, or not yours to see.').first()).toBeVisible()
  await expect(thread(window, 'Paul')).toBeVisible()
  await expect(thread(window, 'Maya')).toHaveCount(0)
  expect(app.windows()).toHaveLength(1)

  await hand(app, [`leadline://lead/${maya.leadId}`])
  await expect(thread(window, 'Maya')).toBeVisible()
  await countConversations(window)
  expect(await stateOf(backend.sql, office.organization.id)).toEqual(before)
})

/** Hands links over in each of the ways that a system has: to a second start, alone and among switches, and as an event. */
async function hand(app: ElectronApplication, links: string[]): Promise<void> {
  await app.evaluate(({ app: host }, all) => {
    for (const link of all) {
      host.emit('second-instance', {}, ['leadline', link], '/')
      host.emit('second-instance', {}, ['leadline', '--hidden', '--', link, '--inspect'], '/')
      host.emit('open-url', { preventDefault() {} }, link)
    }
  }, links)
}

/** What a link must not change. */
const stateOf = (sql: LocalSupabase['sql'], organization: string) =>
  sql`select c.id, c.status, c.assigned_to, l.owner_id, l.pipeline_stage_id, l.tags,
    (select count(*)::int from messages m where m.conversation_id = c.id) as messages,
    (select count(*)::int from notes n where n.lead_id = l.id) as notes
    from conversations c join leads l on l.id = c.lead_id where c.organization_id = ${organization} order by c.id`

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SearchResults } from '#shared/contract/areas/search.ts'
import type { Database } from '../client.ts'
import { NOW, conversation, lead, message, note, pageOf, pull, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { searchFileOf } from './index-file.ts'

let cache: TestCache
let database: Database
const open = async () => {
  cache = testCache()
  database = await cache.open()
}
/** Other work on the machine must not decide. */
const PATIENCE = { timeout: 30_000, interval: 10 }
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const DAY = 24 * 60 * 60 * 1000
const ask = (text: string) => database.read('search.results', { text, limit: 20 })

/** Waits until everything pulled is indexed. */
async function indexed(): Promise<void> {
  await vi.waitFor(async () => {
    expect(await database.read('search.coverage', {})).toMatchObject({ phase: 'ready' })
  }, PATIENCE)
}

const textOf = (segments: { text: string }[]) => segments.map(({ text }) => text).join('')
const hitsOf = (segments: { text: string; hit: boolean }[]) => segments.filter(({ hit }) => hit).map(({ text }) => text)
const names = (results: SearchResults) => results.leads.hits.map(({ label }) => textOf(label))
const bodies = (results: SearchResults) => results.messages.hits.map(({ snippet }) => textOf(snippet))

const ana = lead({
  full_name: 'Ana Límañez',
  phone: '0151 23456789',
  phone_normalized: '+4915123456789',
  tags: ['VIP'],
})
const bruno = lead({ full_name: 'Bruno Jonsson', company_name: 'Acme GmbH', email: 'bruno@acme.com', tags: ['Fleet'] })
const tanaka = lead({ full_name: '田中太郎', temperature: 'hot' })
const chatOf = (lead_id: string, given: Parameters<typeof conversation>[0] = {}) => conversation({ lead_id, ...given })
const withAna = chatOf(ana.id, { platform: 'whatsapp', last_message_at: NOW, message_count: 3 })
const withBruno = chatOf(bruno.id, { status: 'closed', last_message_at: NOW - DAY, message_count: 1 })
const say = (chat: typeof withAna, body: string, given: Parameters<typeof message>[0] = {}) =>
  message({ conversation_id: chat.id, lead_id: chat.lead_id, platform: chat.platform, body, created_at: NOW, ...given })

async function fill(): Promise<void> {
  const messages = [
    say(withAna, 'When is the test drive? See bar.com', { created_at: NOW - 40 * DAY }),
    say(withAna, 'Is the drive a test?', { created_at: NOW - 3 * DAY }),
    say(withBruno, '来週東京へ行きます', { created_at: NOW - 2 * DAY }),
    say(withAna, '', {
      content_type: 'call',
      platform: 'voice',
      metadata: { duration_seconds: 60, transcript: [{ speaker: 'Ana', text: 'the warranty is important to me' }] },
    }),
  ]
  await pull(
    database,
    [
      pageOf('leads', [ana, bruno, tanaka]),
      pageOf('conversations', [withAna, withBruno]),
      pageOf('messages', messages),
      pageOf('notes', [
        note({ lead_id: bruno.id, title: 'Budget', body: 'Has forty thousand for a hybrid', tags: ['Price'] }),
      ]),
      pageOf('contact_points', [
        rowOf('contact_points', { lead_id: bruno.id, platform: 'whatsapp', platform_user_id: '447700900123' }),
      ]),
    ],
    10,
  )
  await indexed()
}

describe('over one cache', () => {
  beforeAll(async () => {
    await open()
    await fill()
  })
  afterAll(() => cache.dispose())

  test('finds leads by the beginning of any name, company, address or tag, without accents', async () => {
    expect(names(await ask('lima'))).toEqual(['Ana Límañez'])
    expect(hitsOf((await ask('lim')).leads.hits[0]!.label)).toEqual(['Límañez'])
    expect(names(await ask('acme bru'))).toEqual(['Bruno Jonsson'])
    expect(names(await ask('bruno@acme.com'))).toEqual(['Bruno Jonsson'])
    expect(names(await ask('vip'))).toEqual(['Ana Límañez'])
    expect(names(await ask('太郎'))).toEqual(['田中太郎'])
  })

  test('finds a phone number by any part of it, in any format, also of a contact point', async () => {
    for (const fragment of ['0151 234', '+49 151-2345', '(0151) 23', '56789', '49(0)15123']) {
      expect({ fragment, found: names(await ask(fragment)) }).toEqual({ fragment, found: ['Ana Límañez'] })
    }
    expect(hitsOf((await ask('3456')).leads.hits[0]!.detail)).toEqual(['3456'])
    expect(names(await ask('7700 900'))).toEqual(['Bruno Jonsson'])
    expect(names(await ask('999999'))).toEqual([])
  })

  test('finds a name with a typing mistake and says whom it took it for', async () => {
    const results = await ask('Jonnson')
    expect(names(results)).toEqual(['Bruno Jonsson'])
    expect(results.corrected).toEqual(['jonsson'])
    expect(names(await ask('jonsosn'))).toEqual(['Bruno Jonsson'])
    expect(names(await ask('xyzzyx'))).toEqual([])
  })

  test('finds messages by words and beginnings, phrases only where they stand, and other scripts', async () => {
    expect(bodies(await ask('test drive'))).toHaveLength(2)
    expect(bodies(await ask('"test drive"'))).toEqual(['When is the test drive? See bar.com'])
    expect(bodies(await ask('bar.com'))).toHaveLength(1)
    expect(bodies(await ask('東京'))).toEqual(['来週東京へ行きます'])
    expect(bodies(await ask('京東'))).toEqual([])
  })

  test('finds what was said in a call, and notes', async () => {
    const { messages } = await ask('warranty')
    expect(messages.hits).toMatchObject([{ within: 'transcript', platform: 'voice', conversation_id: withAna.id }])
    const { notes } = await ask('hybrid')
    expect(notes.hits).toMatchObject([{ lead_id: bruno.id, conversation_id: withBruno.id }])
    expect(hitsOf(notes.hits[0]!.snippet)).toEqual(['hybrid'])
  })

  test('finds a note by its own tags and by those of its lead', async () => {
    const about = async (text: string) => (await ask(text)).notes.hits.map(({ lead_id }) => lead_id)
    expect(await about('forty tag:price')).toEqual([bruno.id])
    expect(await about('forty tag:fleet')).toEqual([bruno.id])
    expect(await about('forty tag:vip')).toEqual([])
  })

  test('narrows by operators, and lists conversations for operators alone', async () => {
    expect(bodies(await ask('test channel:whatsapp after:2026-11-01'))).toEqual(['Is the drive a test?'])
    expect(bodies(await ask('test is:done'))).toEqual([])
    const listed = async (text: string) => (await ask(text)).conversations.hits.map(({ id }) => id)
    expect(await listed('is:done')).toEqual([withBruno.id])
    expect(await listed('has:note')).toEqual([withBruno.id])
    expect(await listed('has:call')).toEqual([withAna.id])
    expect(await listed('tag:vip is:open')).toEqual([withAna.id])
    expect(await listed('owner:nobody')).toEqual([withAna.id, withBruno.id])
    expect(names(await ask('太 is:hot'))).toEqual(['田中太郎'])
    expect((await ask('stage:nowhere')).problems).toEqual(['“stage:nowhere” is the name of nothing here.'])
  })

  test.each(
    ['channel:sms', 'stage:a', 'owner:me', 'owner:nobody', 'owner:a', 'tag:a', 'before:7d', 'after:7d'].concat(
      ['attachment', 'note', 'deal', 'phone', 'email', 'call'].map((part) => `has:${part}`),
      ['open', 'done', 'snoozed', 'unread', 'hot'].map((state) => `is:${state}`),
    ),
  )('%s can be asked of every kind of hit', async (operator) => {
    await ask(`${operator} ana`)
    await ask(`${operator} 東京`)
    await ask(`${operator} hybrid`)
    expect((await ask(operator)).leads.hits).toEqual([])
  })

  test('ten thousand characters and every kind of quote are calm', async () => {
    for (const text of [
      'word '.repeat(2000),
      '"'.repeat(10_000),
      `' OR 1=1 -- *`,
      'NEAR(a b) ^ { } : -',
      '\0\ue000123',
    ]) {
      expect((await ask(text)).messages.hits.length).toBeLessThanOrEqual(20)
    }
  })
})

describe('as the cache changes', () => {
  beforeEach(open)
  afterEach(() => cache.dispose())

  test('what is new, changed or deleted shows at once', async () => {
    await fill()
    const late = say(withAna, 'a zebra at last')
    await pull(database, [pageOf('messages', [late])], 11)
    await vi.waitFor(async () => expect(bodies(await ask('zebra'))).toHaveLength(1), PATIENCE)
    await pull(database, [pageOf('messages', [{ ...late, body: 'a giraffe at last' }])], 12)
    expect(bodies(await ask('zebra'))).toEqual([])
    await vi.waitFor(async () => expect(bodies(await ask('giraffe'))).toHaveLength(1), PATIENCE)
    await pull(database, [], 13, { deleted: [{ table: 'messages', id: late.id }] })
    expect(bodies(await ask('giraffe'))).toEqual([])
  })

  test('a lead that is revoked is found no more, from the moment that the cache lost it', async () => {
    await fill()
    await pull(database, [], 11, { revoked: [{ lead_id: bruno.id, owner_id: null }] })
    for (const text of ['bruno', '7700', '東京', 'hybrid', 'jonnson']) {
      const { leads, messages, notes } = await ask(text)
      expect([leads.hits, messages.hits, notes.hits]).toEqual([[], [], []])
    }
  })

  test("a rep's own message is found before it is sent", async () => {
    await fill()
    const args = { message_id: crypto.randomUUID(), conversation_id: withAna.id, body: 'an offline okapi' }
    await database.commit({ name: 'message.send', args }, { at: NOW })
    await vi.waitFor(async () => expect(bodies(await ask('okapi'))).toEqual(['an offline okapi']), PATIENCE)
  })

  test('newer comes before older, whatever the order of arrival', async () => {
    const chat = chatOf(ana.id)
    const daily = Array.from({ length: 300 }, (_, n) =>
      say(chat, `report ${n}`, { created_at: NOW - ((n * 37) % 300) * DAY }),
    )
    await pull(database, [pageOf('leads', [ana]), pageOf('conversations', [chat]), pageOf('messages', daily)], 10)
    await indexed()
    const { messages } = await database.read('search.results', { text: 'report ', limit: 10 })
    expect(messages.hits.map(({ at }) => (NOW - at) / DAY)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(messages.more).toBe(true)
  })

  test('says what it covers: how much is indexed, and what only the server has', async () => {
    await fill()
    const covers = await database.read('search.coverage', {})
    expect(covers).toMatchObject({ phase: 'ready', indexed: 8, total: 8, messages_since: null, older_on_server: 0 })
    await pull(database, [pageOf('conversations', [{ ...withAna, message_count: 1003 }])], 11)
    const later = say(withAna, 'one more')
    await pull(database, [pageOf('messages', [later])], 12)
    await vi.waitFor(
      async () =>
        expect(await database.read('search.coverage', {})).toMatchObject({ indexed: 9, older_on_server: 999 }),
      PATIENCE,
    )
  })

  test('the log of changes does not grow: what the index has taken in is forgotten', async () => {
    await fill()
    await pull(database, [pageOf('leads', [{ ...ana, full_name: 'Ana Novak' }])], 11)
    await vi.waitFor(async () => expect(names(await ask('novak'))).toEqual(['Ana Novak']), PATIENCE)
    await database.close()
    const { connect } = await import('../connection.ts')
    const db = connect(cache.file, cache)
    expect(db.prepare('select count(*) as n from search_log').get()).toEqual({ n: 0 })
    db.close()
  })

  test('an index that is damaged, or of another cache, is built again; the cache is not touched', async () => {
    await fill()
    await database.close()
    writeFileSync(searchFileOf(cache.file), 'no database at all')
    database = await cache.open()
    await indexed()
    expect(names(await ask('bruno'))).toEqual(['Bruno Jonsson'])
    expect(database.recovered).toBeNull()
  })

  test('nothing of it is on the disk in the clear, and it is deleted with the cache', async () => {
    await fill()
    const files = readdirSync(cache.directory).filter((name) => name.includes('.search'))
    expect(files).toContain('cache.db.search')
    for (const name of files) {
      const bytes = readFileSync(`${cache.directory}/${name}`)
      expect(bytes.includes('jonsson')).toBe(false)
      expect(bytes.includes('SQLite format')).toBe(false)
    }
    await database.destroy()
    expect(files.some((name) => existsSync(`${cache.directory}/${name}`))).toBe(false)
  })
})

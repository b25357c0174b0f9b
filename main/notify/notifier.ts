/** Decides what the rep is told, and when: each thing once, together where it came together, and not while it is quiet. */
import { isCalling, rankHotLeads, toldKeys, untold, type HotLead } from '#shared/domain/hot-lead.ts'
import { plan, splitOfRelation, wantedIn, type News, type Telling } from '#shared/domain/notification-rules.ts'
import { isQuiet, type QuietHours } from '#shared/domain/quiet-hours.ts'
import type { ChangedIds, ChangeSet } from '../db/changes.ts'
import type { Database } from '../db/client.ts'
import { isTouched } from '../db/dependencies.ts'
import { HeldNews } from './held-news.ts'
import type { Log } from '../support/log.ts'
import { HotTurns, type HotTurnsOptions } from './hot-turns.ts'

export interface TellingSettings {
  /** Nothing is told aloud before, milliseconds since 1970. */
  paused_until: number | null
  quiet_hours: QuietHours
  sounds: boolean
  /** How long a customer may wait before this device notices by itself. */
  waiting_minutes: number
}

export interface NotifierOptions extends Pick<HotTurnsOptions, 'isInUse' | 'claim'> {
  db: Pick<Database, 'read' | 'markTold' | 'keepText'>
  now: () => number
  /** Whether the server is heard, and when the cache last equalled it. */
  sync: () => { isOnline: boolean; isOffline: boolean; synced_at: number | null }
  settings: () => TellingSettings
  /** The conversation that the rep has before them. */
  focused: () => string | null
  tell: (telling: Telling) => void
  /** What was told of these conversations or leads is over. */
  withdraw: (about: string[]) => void
  /** The leads that call for the rep, the most urgent first. */
  onHot: (leads: HotLead[]) => void
  log: Pick<Log, 'warn'>
}

type Pending = Record<'messages' | 'conversations' | 'mentions', Set<string> | 'all'>

/** A device that has just woken waits this long for the server before it tells what it knows by itself. */
const PATIENCE_MS = 20_000
/** What is older is no news. */
const NEWS_MS = 24 * 3_600_000

export class Notifier {
  readonly #options: NotifierOptions
  #pending: Pending = nothing()
  /** Found, and not told yet. */
  readonly #held: HeldNews
  readonly #turns: HotTurns
  #since: number
  /** Since when the device catches up with what it has missed; null while it follows. */
  #absentSince: number | null
  /** Something was held back: what comes next comes together. */
  #late = false
  #hotTold = new Set<string>()
  #shown = new Set<string>()
  #work: Promise<void> | null = null
  #again = false
  #isClosed = false

  /** @param syncedAt when the cache last equalled the server, before this start; null for a new one */
  constructor(options: NotifierOptions, syncedAt: number | null) {
    this.#options = options
    this.#held = new HeldNews(options.db)
    const { now: clock, isInUse, claim } = options
    this.#turns = new HotTurns({ now: clock, isInUse, claim, onTurn: () => void this.look() })
    const now = options.now()
    this.#since = Math.max(syncedAt ?? now, now - NEWS_MS)
    this.#absentSince = now
  }

  /** The computer has slept: what it missed is told as one. */
  absent(): void {
    this.#absentSince = this.#options.now()
    void this.look()
  }

  /** Rows have changed. */
  changed(changes: ChangeSet): void {
    const { tables } = changes
    add(this.#pending, 'messages', tables.messages)
    add(this.#pending, 'conversations', tables.conversations)
    add(this.#pending, 'mentions', tables.mentions)
    const isNews = tables.messages ?? tables.mentions ?? tables.notification_preferences
    if (isNews || isTouched('hot.list', {}, changes)) void this.look()
  }

  /** Looks whether there is something to tell: after each change, and as time passes. Resolves once it has been told. */
  look(): Promise<void> {
    this.#again = true
    this.#work ??= this.#run().finally(() => (this.#work = null))
    return this.#work
  }

  close(): void {
    this.#isClosed = true
    this.#turns.close()
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#isClosed) {
      this.#again = false
      try {
        await this.#once()
      } catch (error) {
        // A full disk, or a worker that is started again: the next look finds the same.
        if (!this.#isClosed) {
          this.#options.log.warn('notifier.failed', { cause: error instanceof Error ? error.name : 'unknown' })
        }
      }
    }
  }

  async #once(): Promise<void> {
    const { db, now, sync, settings, onHot } = this.#options
    const at = now()
    const waitingMs = sync().isOffline ? settings().waiting_minutes * 60_000 : null
    const { leads } = await db.read('hot.list', { now: at, waitingMs })
    const ranked = rankHotLeads(leads, at)
    onHot(ranked)
    await this.#clear(ranked, at)
    if (this.#isCatchingUp(at)) return
    await this.#held.load()
    await this.#gather(at)
    await this.#tell(ranked, at)
  }

  /** What has been seen to, on whichever device, or read, is not shown any longer. */
  async #clear(leads: readonly HotLead[], at: number): Promise<void> {
    const calling = new Set(leads.filter((lead) => isCalling(lead, at)).map(aboutOf))
    const over = [...this.#hotTold].filter((about) => !calling.has(about))
    const { conversations } = this.#pending
    const touched = [...this.#shown].filter(
      (about) => !this.#hotTold.has(about) && (conversations === 'all' || conversations.has(about)),
    )
    const read = touched.length > 0 ? await this.#options.db.read('news.read', { ids: touched }) : []
    if (over.length + read.length === 0) return
    for (const about of [...over, ...read]) {
      this.#hotTold.delete(about)
      this.#shown.delete(about)
    }
    this.#options.withdraw([...over, ...read])
  }

  #isCatchingUp(at: number): boolean {
    if (this.#absentSince === null) return false
    const { isOnline, isOffline, synced_at } = this.#options.sync()
    const isThere = isOnline && synced_at !== null && synced_at >= this.#absentSince
    if (!isThere && !isOffline && at - this.#absentSince < PATIENCE_MS) return true
    this.#absentSince = null
    this.#late = true
    return false
  }

  async #gather(at: number): Promise<void> {
    const pending = this.#pending
    this.#pending = nothing()
    const { messages, conversations, mentions } = pending
    if ([messages, conversations, mentions].every((ids) => ids !== 'all' && ids.size === 0)) return
    const since = Math.max(this.#since, at - NEWS_MS)
    const happened = await this.#options.db.read('news.of', {
      messages: listed(messages),
      conversations: listed(conversations),
      mentions: listed(mentions),
      since,
    })
    this.#held.add(happened)
  }

  async #tell(leads: readonly HotLead[], at: number): Promise<void> {
    const { db, settings, sync, focused, tell } = this.#options
    const keys = [...leads.flatMap(toldKeys), ...this.#held.items.map(({ key }) => key)]
    const told = new Set(keys.length > 0 ? await db.read('hot.told', { keys }) : [])
    const calling = untold(leads, told, at)
    this.#sayTold(leads, told, at)
    this.#held.drop(told)
    const { paused_until, quiet_hours, sounds } = settings()
    const isHushed = (paused_until !== null && at < paused_until) || isQuiet(quiet_hours, at)
    if (this.#late && !isHushed) await this.#held.dropRead()
    const happened = this.#held.items
    if (isHushed || calling.length + happened.length === 0) {
      this.#late = isHushed && (this.#late || calling.length + happened.length > 0)
      return this.#held.save()
    }
    const { tell: hot, waits } = this.#turns.of(calling, sync().isOffline)
    // What comes together is told together: not before it is known who tells of the leads.
    if (hot.length + happened.length === 0 || (this.#late && waits)) return this.#held.save()
    const choices = await db.read('notification.choices', null)
    const news = [
      ...hot.map((lead) => ({
        ...hotNews(lead),
        wanted: wantedIn(choices, 'hot_lead', [splitOfRelation(lead.relation)]),
      })),
      ...happened.map((item) => ({ ...item, wanted: wantedIn(choices, item.event, item.splits) })),
    ]
    // Kept first: rather one that a crash swallows in these milliseconds than one that is told twice.
    await db.markTold(
      news.map(({ key }) => key),
      { at },
    )
    this.#held.drop(new Set(news.map(({ key }) => key)))
    await this.#held.save()
    const before = focused()
    const aloud = news
      .filter(({ wanted, conversation_id }) => wanted.desktop && (before === null || conversation_id !== before))
      .map(({ wanted, ...item }): News => ({ ...item, sound: sounds && wanted.sound }))
    for (const telling of plan(aloud, this.#late)) {
      for (const item of telling.news) {
        const about = item.conversation_id ?? item.lead_id
        this.#shown.add(about)
        if (item.event === 'hot_lead') this.#hotTold.add(about)
      }
      tell(telling)
    }
    this.#late = false
    if (!sync().isOffline) this.#turns.say(hot)
  }

  /** The rep's other desktops need not tell of what was told here while the server was not heard. */
  #sayTold(leads: readonly HotLead[], told: ReadonlySet<string>, at: number): void {
    if (this.#options.sync().isOffline) return
    this.#turns.say(leads.filter((lead) => isCalling(lead, at) && toldKeys(lead).some((key) => told.has(key))))
  }
}

const aboutOf = ({ conversation_id, lead_id }: HotLead): string => conversation_id ?? lead_id

function hotNews(lead: HotLead): Omit<News, 'sound'> {
  const { lead_id, conversation_id, message_id, lead_label, reason, since, alert_count } = lead
  const text = alert_count > 1 ? `Nobody has claimed it yet. ${reason}` : reason
  return {
    key: toldKeys(lead)[0],
    event: 'hot_lead',
    lead_id,
    conversation_id,
    message_id,
    lead_label,
    text,
    at: since,
  }
}

const nothing = (): Pending => ({ messages: new Set(), conversations: new Set(), mentions: new Set() })

function add(pending: Pending, what: keyof Pending, ids: ChangedIds | undefined): void {
  const known = pending[what]
  if (ids === undefined || known === 'all') return
  if (ids === 'all') pending[what] = 'all'
  else for (const id of ids) known.add(id)
}

const listed = (ids: Set<string> | 'all'): ChangedIds => (ids === 'all' ? 'all' : [...ids])

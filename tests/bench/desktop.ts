/** How soon a rep is told of a lead that turns hot, that what a sleep has missed is told as one, and what the app takes. */
import { Notifier } from '#main/notify/notifier.ts'
import type { Telling } from '#shared/domain/notification-rules.ts'
import { DESKTOP_DEFAULTS } from '#shared/domain/desktop-settings.ts'
import type { Desk } from '#tests/support/desk.ts'
import { signIn } from '#tests/support/database.ts'
import { openOffice, type Office } from '#tests/support/office.ts'
import { startSeparateBackend, type SeparateBackend } from '#tests/support/separate-backend.ts'
import { benchIdle } from './desktop-idle.ts'
import { benchPrint } from './desktop-print.ts'
import { largeUserData } from './large-user-data.ts'
import { median, percentile, type Report } from './figures.ts'
import { fillBulk, TEN_THOUSAND_ROWS } from './bulk-rows.ts'

const HOT_SAMPLES = 60
const MISSED = 500

export async function benchDesktop(report: Report): Promise<void> {
  const backend = await startSeparateBackend()
  try {
    const office = await openOffice(backend, 'Bench')
    await fillBulk(backend.sql, office.organization, TEN_THOUSAND_ROWS)
    const desk = await office.desk('manager')
    try {
      await desk.untilState('online')
      await hot(backend, office, desk, report)
      await digest(backend, office, desk, report)
    } finally {
      await desk.close()
    }
    await benchPrint(backend, office, report)
  } finally {
    await backend.close()
  }
  await benchIdle(report, largeUserData)
}

/** A notifier over the desk, which tells the bench. */
function notifierOf({ workspace }: Desk, tell: (telling: Telling) => void): { notifier: Notifier; stop: () => void } {
  const notifier = new Notifier(
    {
      db: workspace.db,
      now: Date.now,
      sync: () => {
        const { state, synced_at } = workspace.engine.status
        return { isOnline: state === 'online', isOffline: state === 'offline', synced_at }
      },
      settings: () => DESKTOP_DEFAULTS,
      focused: () => null,
      isInUse: () => true,
      claim: () => Promise.resolve([]),
      tell,
      withdraw: () => {},
      onHot: () => {},
      log: console,
    },
    workspace.db.syncedAt,
  )
  const stopChanges = workspace.db.onChange((changes) => notifier.changed(changes))
  const stop = () => {
    stopChanges()
    notifier.close()
  }
  return { notifier, stop }
}

/** From the commit that makes a lead hot to the call that shows the notification. */
async function hot(backend: SeparateBackend, office: Office, desk: Desk, report: Report): Promise<void> {
  const waiting = new Map<string, () => void>()
  const { notifier, stop } = notifierOf(desk, ({ news }) => {
    for (const { lead_id } of news) waiting.get(lead_id)?.()
  })
  await caughtUp(desk, notifier)
  const samples: number[] = []
  for (let n = 0; n < HOT_SAMPLES; n++) {
    const { leadId } = await office.enquiry(`Hot ${n}`, 'Hello')
    await desk.until(() => desk.workspace.db.read('lead.view', { lead_id: leadId }), 'the lead')
    const told = new Promise<void>((resolve) => waiting.set(leadId, resolve))
    await backend.sql`update leads set lead_score = 95 where id = ${leadId}`
    const committed = performance.now()
    await told
    samples.push(performance.now() - committed)
  }
  stop()
  const floor = await floorHot(backend, office)
  const [p50, p95] = [median, (all: number[]) => percentile(all, 0.95)]
  report({ name: 'desktop.hot.p50', value: p50(samples), unit: 'ms', floor: p50(floor), n: samples.length })
  report({ name: 'desktop.hot.p95', value: p95(samples), unit: 'ms', floor: p95(floor), n: samples.length })
}

/** The least that hears of it: a notification of the database, and one read of the lead over the API. */
async function floorHot(backend: SeparateBackend, office: Office): Promise<number[]> {
  const { email, password } = await office.member('manager')
  const client = await signIn(backend, email, password)
  let heard = () => {}
  const listening = await backend.sql.listen('bench_hot', () => heard())
  const samples: number[] = []
  for (let n = 0; n < HOT_SAMPLES; n++) {
    const { leadId } = await office.enquiry(`Floor ${n}`, 'Hello')
    const told = new Promise<void>((resolve) => (heard = resolve))
    await backend.sql.begin(async (tx) => {
      await tx`update leads set lead_score = 95 where id = ${leadId}`
      await tx`select pg_notify('bench_hot', ${leadId})`
    })
    const committed = performance.now()
    await told
    await client.from('hot_events').select().eq('lead_id', leadId)
    samples.push(performance.now() - committed)
  }
  await listening.unlisten()
  return samples
}

/** What came while the computer slept, and how many notifications it makes. */
async function digest(backend: SeparateBackend, office: Office, desk: Desk, report: Report): Promise<void> {
  const told: Telling[] = []
  const { notifier, stop } = notifierOf(desk, (telling) => told.push(telling))
  await caughtUp(desk, notifier)
  told.length = 0
  notifier.absent()
  await backend.sql`update leads set lead_score = 97 where id in (
    select id from leads where organization_id = ${office.organization.id} and lead_score < 90 order by id limit ${MISSED})`
  await desk.until(async () => {
    const { leads } = await desk.workspace.db.read('hot.list', { now: Date.now(), waitingMs: null })
    // The list ends at 200.
    return leads.length >= 200
  }, 'the hot leads')
  await caughtUp(desk, notifier)
  stop()
  report({ name: 'desktop.digest', value: told.length, unit: 'tasks', floor: 1, n: MISSED })
}

/** Until what was there before has been told. */
async function caughtUp(desk: Desk, notifier: Notifier): Promise<void> {
  const since = Date.now()
  desk.workspace.engine.wake('user')
  await desk.until(() => (desk.workspace.engine.status.synced_at ?? 0) >= since, 'a round')
  await notifier.look()
}

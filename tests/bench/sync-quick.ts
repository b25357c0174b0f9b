/** Replication at the size of a working day: first sync of 10,000 rows, live latency, drain of 1,000 edits, local writes. */
import { uuidv7 } from '#shared/domain/ids.ts'
import type { Desk } from '#tests/support/desk.ts'
import { startFaultProxy } from '#tests/support/fault-proxy.ts'
import { openOffice, type Office } from '#tests/support/office.ts'
import { median, percentile, samples, timed, type Report } from './figures.ts'
import { floorDrain, floorInitialSync, floorLive, floorWrite } from './floors.ts'
import { startSeparateBackend, type SeparateBackend } from '#tests/support/separate-backend.ts'
import { fillBulk, TEN_THOUSAND_ROWS } from './bulk-rows.ts'

export const RUNS = 5
export const LIVE_SAMPLES = 200
export const DRAIN_EDITS = 1_000
const WRITE_SAMPLES = 500

export const benchSyncQuick = (report: Report): Promise<void> =>
  withTenThousandRows(async (scene) => {
    await comparable(scene, report)
    await optimisticWrite(scene.office, scene.leadId, report)
  })

/** Those figures of the group that other replication engines have, too. */
export const benchComparable = (report: Report): Promise<void> =>
  withTenThousandRows((scene) => comparable(scene, report))

async function comparable({ backend, office, conversationId, leadId }: Scene, report: Report): Promise<void> {
  await initialSync(backend, office, report)
  await live(backend, office, conversationId, report)
  await drain(backend, office, leadId, report)
}

interface Scene {
  backend: SeparateBackend
  office: Office
  leadId: string
  conversationId: string
}

/** A backend of its own with an office of ten thousand rows, and one more lead to write to. */
async function withTenThousandRows(work: (scene: Scene) => Promise<void>): Promise<void> {
  const backend = await startSeparateBackend()
  try {
    const office = await openOffice(backend, 'Bench')
    await fillBulk(backend.sql, office.organization, TEN_THOUSAND_ROWS)
    await work({ backend, office, ...(await office.enquiry('Live', 'Hello')) })
  } finally {
    await backend.close()
  }
}

async function initialSync(backend: SeparateBackend, office: Office, report: Report): Promise<void> {
  const synced = await samples(RUNS, async () => {
    const desk = await office.desk('manager')
    await desk.untilState('online')
    await desk.close()
  })
  // The same without anything to sync, so that sign-in, opening and closing are not counted as replication.
  const empty = await openOffice(backend, 'Empty')
  const around = await samples(RUNS, async () => {
    const desk = await empty.desk('manager')
    await desk.untilState('online')
    await desk.close()
  })
  const floor = await samples(RUNS, () => floorInitialSync(backend.databaseUrl, office.organization.id))
  report({
    name: 'sync.initial.10k',
    value: median(synced) - median(around),
    unit: 'ms',
    floor: median(floor),
    n: RUNS,
  })
}

async function live(backend: SeparateBackend, office: Office, conversation_id: string, report: Report): Promise<void> {
  const [sender, receiver] = [await office.desk('manager'), await office.desk('manager')]
  await Promise.all([sender.untilState('online'), receiver.untilState('online')])
  const latencies = await samples(LIVE_SAMPLES, async (index) => {
    const body = `Live ${index}`
    const args = { message_id: uuidv7(Date.now()), conversation_id, body }
    await sender.workspace.db.commit({ name: 'message.send', args }, { at: Date.now() })
    sender.workspace.engine.wake('write')
    await receiver.until(async () => {
      const view = await receiver.workspace.db.read('conversation.view', { conversation_id, limit: 1 })
      const last = view?.items.at(-1)
      return last?.kind === 'message' && last.body === body
    }, body)
  })
  await sender.close()
  await receiver.close()
  const floor = await floorLive(backend.databaseUrl, LIVE_SAMPLES)
  const figure = (name: string, share: number) =>
    report({ name, value: percentile(latencies, share), unit: 'ms', floor: percentile(floor, share), n: LIVE_SAMPLES })
  figure('sync.live.p50', 0.5)
  figure('sync.live.p95', 0.95)
}

/** Commits one quick note; durable when it resolves. */
const writeNote = (desk: Desk, leadId: string, body: string) =>
  desk.workspace.db.commit(
    { name: 'note.create', args: { note_id: uuidv7(Date.now()), lead_id: leadId, title: null, body, type: 'general' } },
    { at: Date.now() },
  )

async function optimisticWrite(office: Office, leadId: string, report: Report): Promise<void> {
  const desk = await office.desk('manager')
  await desk.untilState('online')
  const writes = await samples(WRITE_SAMPLES, (index) => writeNote(desk, leadId, `Note ${index}`))
  await desk.close()
  const floor = await floorWrite(WRITE_SAMPLES)
  report({
    name: 'write.optimistic.p95',
    value: percentile(writes, 0.95),
    unit: 'ms',
    floor: percentile(floor, 0.95),
    n: WRITE_SAMPLES,
  })
}

async function drain(backend: SeparateBackend, office: Office, leadId: string, report: Report): Promise<void> {
  const runs: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const proxy = await startFaultProxy(backend.url)
    const desk = await office.desk('manager', proxy.url)
    await desk.untilState('online')
    proxy.set('cut')
    for (let edit = 0; edit < DRAIN_EDITS; edit++) await writeNote(desk, leadId, `Edit ${run}/${edit}`)
    proxy.set('up')
    runs.push(
      await timed(async () => {
        desk.workspace.engine.wake('user')
        await desk.until(async () => (await desk.workspace.db.backlog()).pending === 0, 'an empty outbox')
      }),
    )
    await desk.close()
    await proxy.close()
  }
  const floor = await samples(RUNS, () => floorDrain(backend.databaseUrl, office.organization.id, leadId, DRAIN_EDITS))
  report({ name: 'sync.drain.1000', value: median(runs), unit: 'ms', floor: median(floor), n: RUNS })
}

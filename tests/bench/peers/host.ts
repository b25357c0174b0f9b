/**
 * `node host.ts <script>`: the bench's work on one peer, in a process of its own with a throwaway backend. Prints the
 * samples (`PeerSamples`) as one JSON line.
 */
import { randomUUID } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { startFaultProxy } from '#tests/support/fault-proxy.ts'
import { openOffice } from '#tests/support/office.ts'
import { startSeparateBackend, type SeparateBackend } from '#tests/support/separate-backend.ts'
import { fillBulk, TEN_THOUSAND_ROWS } from '../bulk-rows.ts'
import { samples, timed } from '../figures.ts'
import { DRAIN_EDITS, LIVE_SAMPLES, RUNS } from '../sync-quick.ts'
import type { Peer, PeerClient, PeerSamples, StartPeer } from './peer.ts'
import { copyTables } from './tables.ts'

const ROWS = 10_000

const [script] = process.argv.slice(2)
if (script === undefined) throw new Error('By which script?')
const { start } = (await import(pathToFileURL(script).href)) as { start: StartPeer }

const backend = await startSeparateBackend()
try {
  const peer = await startPeer(backend)
  try {
    const result: PeerSamples = { initial: await initial(peer), live: await live(peer), drain: await drain(peer) }
    await confirm(backend)
    console.log(JSON.stringify(result))
  } finally {
    await peer.stop()
  }
} finally {
  await backend.close()
}
// A client may hold timers and sockets beyond its close.
process.exit()

async function startPeer(fresh: SeparateBackend): Promise<Peer> {
  const { organization } = await openOffice(fresh, 'Peers')
  await fillBulk(fresh.sql, organization, TEN_THOUSAND_ROWS)
  return start({ ...fresh, tables: await copyTables(fresh.sql), startFaultProxy })
}

/** An empty client until it can answer queries on all rows. */
async function initial(peer: Peer): Promise<number[]> {
  const durations: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const client = await peer.openClient(false)
    durations.push(await timed(() => client.sync()))
    const count = await client.countRows()
    if (count < ROWS) throw new Error(`The client has ${count} of ${ROWS} rows after its first sync.`)
    await client.close()
  }
  return durations
}

async function live(peer: Peer): Promise<number[]> {
  const [sender, receiver] = [await peer.openClient(false), await peer.openClient(false)]
  await Promise.all([sender.sync(), receiver.sync()])
  const message = await sender.anyRow('peer_messages')
  let awaited = ''
  let seen = Promise.withResolvers<void>()
  const unwatch = receiver.watchNewest(String(message.conversation_id), (body) => {
    if (body === awaited) seen.resolve()
  })
  const send = async (index: number): Promise<void> => {
    awaited = `Live ${index}`
    seen = Promise.withResolvers()
    // Never two at the same time: the newest is the one awaited.
    const created_at = Date.now() + index
    await sender.insert('peer_messages', { ...message, id: randomUUID(), body: awaited, created_at })
    await seen.promise
  }
  // The first one's arrival says that the receiver listens.
  await send(0)
  const latencies = await samples(LIVE_SAMPLES, (index) => send(index + 1))
  unwatch()
  await sender.close()
  await receiver.close()
  return latencies
}

async function drain(peer: Peer): Promise<number[]> {
  const durations: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const client = await peer.openClient(true)
    await client.sync()
    await client.goOffline()
    await writeNotes(client)
    await client.goOnline()
    durations.push(await timed(() => client.untilSent()))
    await client.close()
  }
  return durations
}

async function writeNotes(client: PeerClient): Promise<void> {
  const note = await client.anyRow('peer_notes')
  for (let edit = 0; edit < DRAIN_EDITS; edit++) {
    await client.insert('peer_notes', { ...note, id: randomUUID(), body: `Edit ${edit}` })
  }
}

/** @throws when the backend does not have what was measured */
async function confirm({ sql }: SeparateBackend): Promise<void> {
  const [arrived] = await sql<{ messages: number; notes: number }[]>`
    select (select count(*)::integer from peer_messages where body like 'Live %') as messages,
      (select count(*)::integer from peer_notes where body like 'Edit %') as notes`
  const { messages, notes } = arrived!
  if (messages !== LIVE_SAMPLES + 1 || notes !== RUNS * DRAIN_EDITS) {
    throw new Error(`The backend has ${messages} messages and ${notes} edits of those that were sent.`)
  }
}

/** The read models on `large`: first sync of it, then each query through the worker, beside bare SQL on the same file. */
import { seedDemo } from '#build/demo/seed.ts'
import { connect } from '#main/db/connection.ts'
import type { TriageChoices } from '#shared/contract/areas/triage.ts'
import { SPLITS } from '#shared/domain/conversation.ts'
import { SORTS, type InboxFilter } from '#shared/domain/triage.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { startDesk, type Desk } from '#tests/support/desk.ts'
import { searchReads } from './search-reads.ts'
import { percentile, samples, timed, type Report } from './figures.ts'

const SAMPLES = 500
const PAGE = 50
const THREAD = 50

export async function benchRead(report: Report): Promise<void> {
  const backend = await startTestBackend({ durable: true })
  try {
    const { users } = await seedDemo(backend.sql, { createUser: backend.createUser, scale: 'large' })
    const owner = users.find((user) => user.role === 'owner')!
    const desk = await startDesk({ url: backend.url, anonKey: backend.anonKey, ...owner, patienceMs: 600_000 })
    const initial = await timed(() => desk.untilState('online'))
    const { rows } = await desk.workspace.db.stats()
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    report({ name: 'sync.initial.large.rate', value: total / (initial / 1_000), unit: 'rows/s', floor: null, n: 1 })
    await reads(desk, report)
    await searchReads(desk.workspace.db, await desk.cache(), report)
    await desk.close()
  } finally {
    await backend.close()
  }
}

async function reads(desk: Desk, report: Report): Promise<void> {
  const { db } = desk.workspace
  const { file, key } = await desk.cache()
  const bare = connect(file, { key, readonly: true })
  const ids = bare.prepare('select id, rid from conversations order by random() limit ?').all(SAMPLES) as {
    id: string
    rid: number
  }[]
  const figure = (name: string, values: number[], floors: number[]) =>
    report({ name, value: percentile(values, 0.95), unit: 'ms', floor: percentile(floors, 0.95), n: values.length })

  const page = bare.prepare(`select c.* from inbox_entries as e cross join conversations as c on c.rid = e.rid
    where e.in_all order by e.at desc, e.rid desc limit ?`)
  figure(
    'read.inbox.p95',
    await samples(SAMPLES, (index) =>
      db.read('inbox.page', { split: SPLITS[index % SPLITS.length]!, from: null, to: null, limit: PAGE }),
    ),
    await samples(SAMPLES, () => page.all(PAGE)),
  )

  const filters = filtersOf(await db.read('triage.choices', null))
  figure(
    'read.inbox.filtered.p95',
    await samples(SAMPLES, (index) =>
      db.read('inbox.page', {
        split: SPLITS[index % SPLITS.length]!,
        sort: SORTS[(index >> 2) % SORTS.length]!,
        filter: filters[index % filters.length]!,
        from: null,
        to: null,
        limit: PAGE,
      }),
    ),
    await samples(SAMPLES, () => page.all(PAGE)),
  )
  figure(
    'read.inbox.filtered_count.p95',
    await samples(SAMPLES, (index) =>
      db.read('inbox.filtered_count', { split: 'all', filter: filters[index % filters.length]! }),
    ),
    await samples(SAMPLES, () => page.all(PAGE)),
  )

  const thread = bare.prepare('select * from messages where conversation_rid = ? order by created_at desc limit ?')
  figure(
    'read.thread.p95',
    await samples(SAMPLES, (index) => db.read('conversation.view', { conversation_id: ids[index]!.id, limit: THREAD })),
    await samples(SAMPLES, (index) => thread.all(ids[index]!.rid, THREAD)),
  )

  const views = await boardViews(db)
  const totals = bare.prepare('select * from board_stats')
  const column = bare.prepare(`select l.* from board_leads as e cross join leads as l on l.rid = e.rid
    where e.stage = ? order by e.due, e.rank, e.rid limit ?`)
  const stages = bare.prepare('select distinct stage from board_leads').pluck().all()
  figure(
    'read.board.p95',
    await samples(SAMPLES, (index) => views[index % views.length]!()),
    await samples(SAMPLES, (index) =>
      index % 2 === 0 ? totals.all() : column.all(stages[index % stages.length], PAGE),
    ),
  )

  const counts = bare.prepare('select * from split_counts')
  figure(
    'read.counts.p95',
    await samples(SAMPLES, () => db.read('inbox.counts', null)),
    await samples(SAMPLES, () => counts.all()),
  )
  bare.close()
}

/** What a board asks for when it is opened: the totals of each pipeline, and the first page of each of its columns. */
async function boardViews(db: Desk['workspace']['db']): Promise<(() => Promise<unknown>)[]> {
  const { pipelines } = await db.read('board.view', { pipeline_id: null, filter: {} })
  const boards = await Promise.all(
    pipelines.map(async ({ id: pipeline_id, kind }) => {
      const { columns } = await db.read('board.view', { pipeline_id, filter: {} })
      const pages = columns.map(({ stage }) => {
        const input = { kind, stage_id: stage?.id ?? null, filter: {}, from: null, to: null, limit: PAGE }
        return () => db.read('board.page', input)
      })
      return [() => db.read('board.view', { pipeline_id, filter: {} }), ...pages]
    }),
  )
  return boards.flat()
}

/** Each thing one can filter by, alone and with the next of another kind. */
function filtersOf({ channels, stages, tags }: TriageChoices): InboxFilter[] {
  const single: InboxFilter[] = [
    ...channels.map(({ id }) => ({ channel_id: id })),
    ...stages.map(({ id }) => ({ stage_id: id })),
    ...tags.slice(0, 10).map(({ name }) => ({ tags: [name] })),
    { handler_id: null },
  ]
  return [...single, ...single.map((filter, n) => ({ ...single[(n + channels.length) % single.length], ...filter }))]
}

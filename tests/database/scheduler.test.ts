import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startScheduler } from '#build/scripts/scheduler.ts'
import { startDatabase } from '#tests/support/database.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
  await backend.sql.unsafe(`
    create table app.work_done (job text not null, batch integer not null, at timestamptz not null);
    create function app.count_work(batch integer, at timestamptz) returns integer language plpgsql as $$
    begin
      insert into app.work_done values ('count_work', batch, at);
      return 3;
    end $$;
    create function app.fail_at_work(batch integer, at timestamptz) returns integer language plpgsql as $$
    begin
      insert into app.work_done values ('fail_at_work', batch, at);
      raise division_by_zero using message = 'no luck';
    end $$;
    create function app.wait_at_work(batch integer, at timestamptz) returns integer language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(4711);
      return 1;
    end $$;
    create function app.hang(batch integer, at timestamptz) returns integer language plpgsql as $$
    begin
      perform pg_sleep(60);
      return 1;
    end $$`)
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`delete from app.jobs`
  await backend.sql`truncate app.work_done`
})

const START = new Date('2026-03-01T10:00:00Z')
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000)

interface Report {
  jobs: { name: string; items: number; milliseconds: number; error?: string }[]
  failed: number
}

async function addJob(job: { name: string; function_name: string; every: string; [more: string]: unknown }) {
  await backend.sql`insert into app.jobs ${backend.sql({ next_run_at: START, ...job })}`
}

async function runDue(at: Date, limit = 100): Promise<Report> {
  const [row] = await backend.sql<{ report: Report }[]>`select app.run_due(${limit}, ${at}) as report`
  return row!.report
}

/** Names of the jobs that ran. */
const names = ({ jobs }: Report) => jobs.map(({ name }) => name)

async function nextRun(name: string): Promise<Date> {
  const [row] = await backend.sql<{ at: Date }[]>`select next_run_at as at from app.jobs where name = ${name}`
  return row!.at
}

describe('a job', () => {
  test('runs when its time has come, and then after its interval', async () => {
    await addJob({ name: 'steady', function_name: 'app.count_work', every: '1 minute', batch: 7 })
    expect(names(await runDue(after(-1)))).toEqual([])
    const first = await runDue(START)
    expect(first).toMatchObject({ jobs: [{ name: 'steady', items: 3 }], failed: 0 })
    expect(first.jobs[0]!.milliseconds).toBeGreaterThanOrEqual(0)
    expect(names(await runDue(after(59)))).toEqual([])
    expect(names(await runDue(after(60)))).toEqual(['steady'])
    expect(await backend.sql`select batch, at from app.work_done order by at`).toEqual([
      { batch: 7, at: START },
      { batch: 7, at: after(60) },
    ])
  })

  test('of every day runs at its time of the day', async () => {
    await addJob({ name: 'daily', function_name: 'app.count_work', every: '1 day', daily_at: '03:00' })
    await runDue(START)
    expect(await nextRun('daily')).toEqual(new Date('2026-03-02T03:00:00Z'))
    await runDue(new Date('2026-03-02T03:00:05Z'))
    expect(await nextRun('daily')).toEqual(new Date('2026-03-03T03:00:00Z'))
  })

  test('that did all it was allowed to is due again at once, for there may be more', async () => {
    await addJob({ name: 'busy', function_name: 'app.count_work', every: '1 hour', batch: 3 })
    expect(names(await runDue(START))).toEqual(['busy'])
    expect(names(await runDue(START))).toEqual(['busy'])
  })

  test('that is switched off does not run', async () => {
    await addJob({ name: 'off', function_name: 'app.count_work', every: '1 minute', is_enabled: false })
    expect(names(await runDue(START))).toEqual([])
  })

  test('without a function of the right kind is refused when it is added', async () => {
    await expect(
      addJob({ name: 'nothing', function_name: 'app.no_such_work', every: '1 minute' }),
    ).rejects.toMatchObject({ code: '42883' })
  })

  test.each([
    [{ name: 'Bad Name', function_name: 'app.count_work', every: '1 minute' }, 'jobs_name_check'],
    [{ name: 'often', function_name: 'app.count_work', every: '0 seconds' }, 'jobs_every_check'],
    [{ name: 'timed', function_name: 'app.count_work', every: '1 hour', daily_at: '03:00' }, 'jobs_daily_at_check'],
    [{ name: 'none', function_name: 'app.count_work', every: '1 hour', batch: 0 }, 'jobs_batch_check'],
  ])('that cannot be meant is refused: %o', async (job, constraint) => {
    await expect(addJob(job)).rejects.toMatchObject({ code: '23514', constraint_name: constraint })
  })
})

describe('a job that fails', () => {
  test('leaves nothing, is told, and does not stop the others', async () => {
    await addJob({ name: 'a_failing', function_name: 'app.fail_at_work', every: '1 minute' })
    await addJob({ name: 'b_working', function_name: 'app.count_work', every: '1 minute' })
    expect(await runDue(START)).toMatchObject({
      jobs: [{ name: 'a_failing', items: 0, error: '22012 no luck' }, { name: 'b_working' }],
      failed: 1,
    })
    expect(await backend.sql`select job from app.work_done`).toEqual([{ job: 'count_work' }])
    expect(await backend.sql`select failures, last_error from app.jobs order by name`).toEqual([
      { failures: 1, last_error: '22012 no luck' },
      { failures: 0, last_error: null },
    ])
  })

  test('is tried again later and later, up to an hour, and is as before once it succeeds', async () => {
    await addJob({ name: 'failing', function_name: 'app.fail_at_work', every: '1 minute' })
    const pauses: number[] = []
    let at = START
    for (let failure = 1; failure <= 8; failure += 1) {
      await runDue(at)
      const next = await nextRun('failing')
      pauses.push((next.getTime() - at.getTime()) / 60_000)
      at = next
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    await backend.sql`update app.jobs set function_name = 'app.count_work'`
    await runDue(at)
    expect((await nextRun('failing')).getTime() - at.getTime()).toBe(60_000)
    expect(await backend.sql`select failures, last_error from app.jobs`).toEqual([{ failures: 0, last_error: null }])
  })

  test('by running into the time limit has failed like any other', async () => {
    await addJob({ name: 'hanging', function_name: 'app.hang', every: '1 minute' })
    const report = await backend.sql.begin(async (sql) => {
      await sql`set local statement_timeout = '200ms'`
      const [row] = await sql<{ report: Report }[]>`select app.run_due(100, ${START}) as report`
      return row!.report
    })
    expect(report).toMatchObject({ jobs: [{ name: 'hanging', error: expect.stringMatching(/^57014 /) }] })
    expect(await nextRun('hanging')).toEqual(after(120))
  })
})

describe('two callers', () => {
  test('never run one job at once; the second does what else is due', async () => {
    await addJob({ name: 'a_waiting', function_name: 'app.wait_at_work', every: '1 minute' })
    await addJob({ name: 'b_working', function_name: 'app.count_work', every: '1 minute' })
    const gate = await backend.sql.reserve()
    await gate`select pg_advisory_lock(4711)`
    const first = runDue(START, 1)
    await expect
      .poll(() => backend.sql`select from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory'`)
      .toHaveLength(1)
    expect(names(await runDue(START))).toEqual(['b_working'])
    await gate`select pg_advisory_unlock(4711)`
    gate.release()
    expect(names(await first)).toEqual(['a_waiting'])
    expect(names(await runDue(START))).toEqual([])
  })

  test('do all the work together, each job once', async () => {
    const jobs = Array.from({ length: 12 }, (_, index) => `job_${String.fromCodePoint(97 + index)}`)
    for (const name of jobs) await addJob({ name, function_name: 'app.count_work', every: '1 minute' })
    const reports = await Promise.all(Array.from({ length: 4 }, () => runDue(START)))
    expect(reports.flatMap(names).toSorted()).toEqual(jobs)
    expect(await backend.sql`select from app.work_done`).toHaveLength(12)
  })
})

test('the longest waiting job comes first, and a limit is kept', async () => {
  await addJob({ name: 'later', function_name: 'app.count_work', every: '1 minute' })
  await addJob({ name: 'earlier', function_name: 'app.count_work', every: '1 minute', next_run_at: after(-5) })
  expect(names(await runDue(START, 1))).toEqual(['earlier'])
  expect(names(await runDue(START, 1))).toEqual(['later'])
})

test('the timer of the local backend runs what is due, and tells what fails', async () => {
  const lines: string[] = []
  await addJob({ name: 'failing', function_name: 'app.fail_at_work', every: '1 minute' })
  await addJob({ name: 'working', function_name: 'app.count_work', every: '1 second' })
  const scheduler = startScheduler(backend.sql, (line) => lines.push(line), 10)
  await expect.poll(() => backend.sql`select from app.work_done`.then((rows) => rows.length)).toBeGreaterThan(0)
  await expect.poll(() => lines).toEqual(['job failing: 22012 no luck'])
  await scheduler.stop()
})

test('pg_cron, where it is there, is told to run what is due', async () => {
  const start = () => backend.sql<{ started: boolean }[]>`select app.start_cron() as started`
  expect(await start()).toEqual([{ started: false }])
  await backend.sql.unsafe(`
    create schema cron;
    create table cron.job (jobname text primary key, schedule text, command text);
    create function cron.schedule(name text, schedule text, command text) returns bigint language sql
    as $$ insert into cron.job values ($1, $2, $3) on conflict (jobname) do update set command = $3 returning 1::bigint $$`)
  expect(await start()).toEqual([{ started: true }])
  await addJob({ name: 'working', function_name: 'app.count_work', every: '1 minute' })
  const [job] = await backend.sql<{ schedule: string; command: string }[]>`select schedule, command from cron.job`
  expect(job!.schedule).toBe('5 seconds')
  await backend.sql.unsafe(job!.command)
  expect(await backend.sql`select from app.work_done`).toHaveLength(1)
})

test('members cannot run it, nor see its jobs', async () => {
  for (const role of ['anon', 'authenticated', 'leadline_sync']) {
    const [row] = await backend.sql<{ open: boolean }[]>`
      select has_function_privilege(${role}, 'app.run_due(integer, timestamptz)', 'execute')
        or has_table_privilege(${role}, 'app.jobs', 'select') as open`
    expect([role, row!.open]).toEqual([role, false])
  }
})

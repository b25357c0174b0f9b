import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TaskCounts } from '#shared/contract/areas/tasks.ts'
import type { Database } from '../../db/client.ts'
import { NOW, lead, pageOf, pull, rowOf, testCache } from '../../db/test-support.ts'
import type { TestCache } from '../../db/test-support.ts'
import type { Workspace } from '../../workspace.ts'
import { tasksHandlers } from './tasks.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let db: Database
beforeEach(async () => {
  cache = testCache()
  db = await cache.open()
})
afterEach(() => cache.dispose())

test.each([
  ['planned', { overdue: 0, today: 0, upcoming: 1, missed: 0 }],
  ['missed', { overdue: 0, today: 0, upcoming: 0, missed: 1 }],
] as const)('what was logged is taken back whole: the %s task is again what it was', async (status, before) => {
  const owned = lead({ owner_id: cache.userId })
  const call = rowOf('activities', {
    lead_id: owned.id,
    type: 'call',
    status,
    due_at: Date.now() + 48 * 3_600_000,
    assigned_to: cache.userId,
    metadata: {},
  })
  await pull(db, [pageOf('leads', [owned]), pageOf('activities', [call])], 10)
  const workspace = () => ({ db, identity: { user: { id: cache.userId } } }) as unknown as Workspace
  const commands = tasksHandlers({
    workspace,
    writable: workspace,
    commit: async (mutation, options) => (await db.commit(mutation, { at: NOW, ...options }), null),
    now: () => NOW,
  })
  const counts = (): Promise<TaskCounts> => db.read('tasks.counts', { scope: 'everybody' })
  expect(await counts()).toEqual(before)

  const logged = await commands['activity.log']({
    lead_id: owned.id,
    type: 'call',
    subject: 'Call',
    description: null,
    duration_minutes: 5,
    next: { type: 'email', subject: 'Send the offer', due_at: Date.now() - 3_600_000 },
    completes: call.id,
  })
  expect(await counts()).toEqual({ overdue: 1, today: 0, upcoming: 0, missed: 0 })

  await commands['activity.unlog']({ ...logged, reopens: { task_id: call.id, status } })
  expect(await counts()).toEqual(before)
  const deleted = (await db.leaseBatch(20)).filter(({ name }) => name === 'activity.delete')
  expect(deleted.map(({ args }) => args)).toEqual([
    { activity_id: logged.next_id },
    { activity_id: logged.activity_id },
  ])
})

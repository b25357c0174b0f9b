import { expect, test } from 'vitest'
import { ExpectedError } from '#shared/contract/errors.ts'
import { KeptFiles } from './kept-files.ts'

const LIMITS = { file: 100, total: 200 }
const go = async (work: () => Promise<unknown>) => (await work(), true)

function world(files: Record<string, number>) {
  const here: string[] = []
  const failing = new Map<string, ExpectedError>()
  const kept = new KeptFiles({
    filesOf: () => Promise.resolve(Object.entries(files).map(([id, bytes]) => ({ id, bytes }))),
    here: () => Promise.resolve([...here]),
    load: (id) => {
      const error = failing.get(id)
      return error ? Promise.reject(error) : Promise.resolve(here.push(id))
    },
    drop: () => Promise.resolve(),
    limits: LIMITS,
  })
  kept.begin(1)
  return { kept, here, failing, files }
}

test('what is larger than a file may be, or more than all may be, stays on the server', async () => {
  const { kept, here } = world({ film: 101, a: 90, b: 90, c: 90, d: 20 })
  expect(await kept.keep(1, ['x'], go)).toEqual({ files: 3, bytes: 200, left: 2 })
  expect(here).toEqual(['a', 'b', 'd'])
})

test('a file of two views counts once', async () => {
  const { kept, here } = world({ a: 100, b: 100 })
  await kept.keep(1, ['x'], go)
  kept.begin(2)
  expect(await kept.keep(2, ['x'], go)).toEqual({ files: 2, bytes: 200, left: 0 })
  expect(here).toEqual(['a', 'b'])
})

test('a file that is not to be had is left out for good; one that may come later ends the round', async () => {
  const { kept, failing, here } = world({ gone: 10, a: 10 })
  failing.set('gone', new ExpectedError('not_found', 'Gone'))
  expect(await kept.keep(1, ['x'], go)).toEqual({ files: 1, bytes: 10, left: 1 })
  expect(kept.ids).toEqual(new Set(['a']))
  here.length = 0
  failing.set('a', new ExpectedError('offline', 'No network'))
  await expect(kept.keep(1, ['x'], go)).rejects.toMatchObject({ code: 'offline' })
})

test('what has left a view is kept until the view was gone through again', async () => {
  const { kept, files } = world({ a: 10, b: 10 })
  await kept.keep(1, ['x'], go)
  kept.finish(1)
  delete files['a']
  kept.begin(1)
  await kept.keep(1, ['x'], go)
  expect(kept.ids).toEqual(new Set(['a', 'b']))
  kept.finish(1)
  expect(kept.ids).toEqual(new Set(['b']))
})

test('stops when the view is kept no longer', async () => {
  const { kept, here } = world({ a: 10, b: 10 })
  await kept.keep(1, ['x'], () => Promise.resolve(false))
  expect(here).toEqual([])
})

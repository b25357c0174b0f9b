import { expect, test } from 'vitest'
import { BUDGET, FUSES_ON, problemsOf, type PackedApp } from './packed-app.ts'

const good: PackedApp = {
  fuses: [...FUSES_ON],
  files: [
    '/package.json',
    '/out/main/index.js',
    '/out/preload/index.cjs',
    '/out/renderer/index.html',
    '/out/renderer/licenses.json',
    '/node_modules/better-sqlite3/lib/index.js',
    '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ].map((path) => ({ path, bytes: 1000 })),
  bytes: 6_000_000,
}

test('a package with what the app needs, and nothing else, has no problems', () => {
  expect(problemsOf(good)).toEqual([])
})

test.each([
  ['a door left open', { fuses: [...FUSES_ON, 'RunAsNode' as const] }, 'The fuse RunAsNode is on.'],
  ['an archive that is not checked', { fuses: FUSES_ON.slice(0, 1) }, 'The fuse OnlyLoadAppFromAsar is off.'],
  ['sources', { files: [...good.files, { path: '/main/index.ts', bytes: 1 }] }, '/main/index.ts is packed'],
  ['a map', { files: [...good.files, { path: '/out/main/index.js.map', bytes: 1 }] }, 'index.js.map is packed'],
  [
    'another system’s code',
    { files: [...good.files, { path: '/node_modules/better-sqlite3/prebuilds/win32-x64.node', bytes: 1 }] },
    'win32-x64.node is packed',
  ],
  ['no page', { files: good.files.filter(({ path }) => !path.includes('renderer')) }, 'Nothing is packed that fits'],
  ['no native code', { files: good.files.slice(0, -1) }, 'Nothing is packed that fits'],
  ['too much', { bytes: BUDGET + 1 }, `its budget is ${BUDGET}`],
])('%s is found', (_what, change: Partial<PackedApp>, problem) => {
  expect(problemsOf({ ...good, ...change }).join('\n')).toContain(problem)
})

/** `npm run bench -- [group …]`: prints one JSON line per figure (performance.md names figures, groups and goals). */
import { benchBackend } from '#tests/bench/backend.ts'
import { benchBulk } from '#tests/bench/bulk.ts'
import { benchDesktop } from '#tests/bench/desktop.ts'
import { benchImport } from '#tests/bench/import.ts'
import { benchPeers } from '#tests/bench/peers/peers.ts'
import { benchRead } from '#tests/bench/read.ts'
import { benchStart } from '#tests/bench/start.ts'
import { benchSync } from '#tests/bench/sync.ts'
import { benchSyncQuick } from '#tests/bench/sync-quick.ts'
import { benchUi } from '#tests/bench/ui.ts'
import { printFigure, type Report } from '#tests/bench/figures.ts'

const GROUPS: Record<string, (report: Report) => Promise<void>> = {
  'sync-quick': benchSyncQuick,
  bulk: benchBulk,
  sync: benchSync,
  read: benchRead,
  start: benchStart,
  desktop: benchDesktop,
  ui: benchUi,
  backend: benchBackend,
  import: benchImport,
  peers: benchPeers,
}

/** `sync` holds `sync-quick` and `bulk`; `import` takes minutes; `peers` downloads what it compares with. */
const ONLY_BY_NAME = ['sync-quick', 'bulk', 'import', 'peers']

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in GROUPS))
if (unknown.length > 0) {
  console.error(`No such group: ${unknown.join(', ')}. There are ${Object.keys(GROUPS).join(', ')}.`)
  process.exitCode = 1
} else {
  for (const [name, bench] of Object.entries(GROUPS)) {
    const isWanted = wanted.length === 0 ? !ONLY_BY_NAME.includes(name) : wanted.includes(name)
    if (isWanted) await bench(printFigure)
  }
}

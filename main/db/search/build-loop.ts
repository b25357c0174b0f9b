/** A process that builds a search index and says so after every step; `build-kill.test.ts` kills it. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openSearcher } from './searcher.ts'

const [file = '', key = '', userId = ''] = process.argv.slice(2)
const searcher = openSearcher({
  file,
  key: Buffer.from(key, 'hex'),
  userId,
  onChange: () => {},
  pause: async () => {
    process.stdout.write('step\n')
    await nextTurn()
  },
})
await searcher.settled()
searcher.close()

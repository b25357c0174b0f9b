/** A backend in a process of its own: prints how to reach it, and ends when its standard input does. */
import { once } from 'node:events'
import { startTestBackend } from '#tests/support/backend.ts'

const backend = await startTestBackend()
const { url, anonKey, databaseUrl } = backend
console.log(JSON.stringify({ url, anonKey, databaseUrl }))
process.stdin.resume()
await once(process.stdin, 'end')
await backend.close()

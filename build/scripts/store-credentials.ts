/**
 * `npm run credentials -- --channel <id> < credentials.json`: seals a channel's credentials and stores them in place of
 * those it had. Standard input is a JSON object of texts (supabase/functions/README.md lists the names); so they show up
 * neither in the shell's history nor in the list of processes.
 *
 * The project is that of `SUPABASE_URL`, `SUPABASE_SERVICE_ROLE_KEY` and `LEADLINE_CREDENTIALS_KEY`; without them, the
 * local backend that `--url` and `--service-role-key` name.
 */
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createContext } from '#supabase/functions/_shared/context.ts'
import { storeCredentials } from '#supabase/functions/_shared/credentials.ts'
import { LOCAL_CREDENTIALS_KEY } from './product-functions.ts'

const CREDENTIALS = z.record(z.string().min(1).max(100), z.string().min(1).max(10_000))

const { values } = parseArgs({
  options: {
    channel: { type: 'string' },
    url: { type: 'string', default: process.env['SUPABASE_URL'] ?? 'http://127.0.0.1:54321' },
    'service-role-key': { type: 'string', default: process.env['SUPABASE_SERVICE_ROLE_KEY'] ?? '' },
  },
})

try {
  const channel = z.uuid('--channel must be the id of a channel').parse(values.channel)
  const credentials = CREDENTIALS.parse(JSON.parse(await text(process.stdin)))
  const context = await createContext({
    LEADLINE_CREDENTIALS_KEY: LOCAL_CREDENTIALS_KEY,
    ...process.env,
    SUPABASE_URL: values.url,
    SUPABASE_SERVICE_ROLE_KEY: values['service-role-key'],
  })
  await storeCredentials(context.service, context.credentials, channel, credentials)
  console.log(`Stored ${Object.keys(credentials).join(', ')} for channel ${channel}.`)
} catch (error) {
  const told = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
  console.error(`Nothing was stored: ${told}`)
  process.exitCode = 1
}

import { App, setExperimental } from '@supabase/lite'
import type { EmailMessage } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { objectFiles } from './object-files.ts'
import { errorOfPostgrest } from './postgrest-errors.ts'

/** The REST, Auth and Storage side of the backend, by @supabase/lite. */
export interface Lite {
  /** Answers a request below `/rest/v1`, `/auth/v1` or `/storage/v1`. */
  fetch(request: Request): Promise<Response>
  /** Forgets what it knows of the schema; call after DDL. */
  forgetSchema(): Promise<void>
  close(): Promise<void>
}

export interface LiteOptions {
  databaseUrl: string
  jwtSecret: string
  /** Lifetime of access tokens in seconds. */
  jwtExpiry: number
  /** Folder for the content of Storage's objects. */
  objectsDir: string
  log: (line: string) => void
}

const CONNECTIONS = 6

/** lite hashes in JavaScript: at its default cost of 10 a sign-up takes 140 ms, at 6 it takes 10. */
const BCRYPT_COST = '6'

/**
 * lite hands the driver JSON that is already text, and the driver would encode it once more, so that a function sees
 * a JSON string where the caller sent an object. Text that is valid JSON therefore passes as it is.
 */
const jsonText = {
  serialize(value: unknown): string {
    if (typeof value !== 'string') return JSON.stringify(value)
    try {
      JSON.parse(value)
      return value
    } catch {
      return JSON.stringify(value)
    }
  },
  parse: (text: string): unknown => JSON.parse(text),
}

/** Starts lite on the database and creates the tables of its Auth and Storage (`auth.users`, `storage.objects` and the like). */
export async function startLite({ databaseUrl, jwtSecret, jwtExpiry, objectsDir, log }: LiteOptions): Promise<Lite> {
  process.env.LITE_AUTH_BCRYPT_COST ??= BCRYPT_COST
  const connection = createPostgresConnection({
    url: databaseUrl,
    postgresOptions: {
      max: CONNECTIONS,
      onnotice: () => {},
      types: { json: { to: 114, from: [114], ...jsonText }, jsonb: { to: 3802, from: [3802], ...jsonText } },
    },
  })
  const normalize = connection.normalizeDbError.bind(connection)
  connection.normalizeDbError = (error) => errorOfPostgrest(normalize(error))
  const send = (message: EmailMessage): Promise<void> => {
    log(`mail to ${JSON.stringify(message.to)}: ${message.subject}`)
    return Promise.resolve()
  }
  setExperimental('storage', true)
  const app = new App({
    connection,
    storage: { enabled: true },
    auth: { enabled: true, jwt_secret: jwtSecret, jwt_expiry: jwtExpiry, email: { enable_confirmations: false } },
    options: { drivers: { email: { send } } },
  })
  // lite's own command sets it so, too; there is no option.
  Reflect.set(app, '_storageAdapter', objectFiles(objectsDir))
  await app.init()
  await app.ensureSystemSchema()
  // At the first request lite would grant ALL on every schema with a table under row level security to the API roles,
  // unless it believes that it has done so.
  if (!Reflect.set(connection, 'rlsState', 'active')) throw new Error('lite can no longer be kept from granting.')
  return {
    fetch: (request) => app.fetch(request),
    forgetSchema: () => connection.clearSchemaCache(),
    close: () => connection.close(),
  }
}

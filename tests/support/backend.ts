import { join } from 'node:path'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend as startOn } from '#build/local-supabase/test-backend.ts'
import type { TestBackendOptions } from '#build/local-supabase/test-backend.ts'
import { PRODUCT_FUNCTIONS } from '#build/scripts/product-functions.ts'

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'supabase', 'migrations')

/**
 * Starts a backend of its own for a test file: the product's schema and edge functions, no data, a temporary folder, a free port.
 * `close` ends it and removes the folder.
 */
export function startTestBackend(options: TestBackendOptions = {}): Promise<LocalSupabase> {
  return startOn({ migrationsDir: MIGRATIONS, functions: PRODUCT_FUNCTIONS, ...options })
}

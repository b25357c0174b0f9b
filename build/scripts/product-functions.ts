import { join } from 'node:path'
import type { EdgeFunctionsOptions } from '#build/local-supabase/edge-functions.ts'

/** Seals the credentials of local backends: the same on every machine, like their JWT secret. A hosted project has its own. */
export const LOCAL_CREDENTIALS_KEY = '1:bGVhZGxpbmUgbG9jYWwgYmFja2VuZCwgbm8gc2VjcmU='

/** The product's edge functions, for a local backend. */
export const PRODUCT_FUNCTIONS: EdgeFunctionsOptions = {
  dir: join(import.meta.dirname, '..', '..', 'supabase', 'functions'),
  env: { LEADLINE_CREDENTIALS_KEY: LOCAL_CREDENTIALS_KEY },
}

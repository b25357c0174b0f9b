import { join } from 'node:path'
import type { EdgeFunctionsOptions } from '#build/local-supabase/edge-functions.ts'

/** Seals the credentials of local backends: the same on every machine, like their JWT secret. A hosted project has its own. */
export const LOCAL_CREDENTIALS_KEY = '1:bGVhZGxpbmUgbG9jYWwgYmFja2VuZCwgbm8gc2VjcmU='

/** The product's edge functions, for a local backend. */
export const PRODUCT_FUNCTIONS: EdgeFunctionsOptions = {
  dir: join(import.meta.dirname, '..', '..', 'supabase', 'functions'),
  env: { LEADLINE_CREDENTIALS_KEY: LOCAL_CREDENTIALS_KEY },
}

/** The same, with servers of one's own in place of the vendors'. */
export const functionsReaching = (vendors: Readonly<Record<string, string>>): EdgeFunctionsOptions => ({
  ...PRODUCT_FUNCTIONS,
  env: { ...PRODUCT_FUNCTIONS.env, ...vendors },
})

/** The servers that the caller's environment puts in place of the vendors', and its mail server. */
export const VENDOR_VARIABLES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'TWILIO_API_URL',
    'META_GRAPH_URL',
    'LEADLINE_INVITATION_URL',
    'LEADLINE_SMTP_HOST',
    'LEADLINE_SMTP_PORT',
    'LEADLINE_SMTP_USERNAME',
    'LEADLINE_SMTP_PASSWORD',
    'LEADLINE_SMTP_FROM',
    'LEADLINE_SMTP_TLS',
  ].flatMap((name) => {
    const value = process.env[name]
    return value ? [[name, value]] : []
  }),
)

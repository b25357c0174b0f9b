/** Parts of which the arguments of mutations are made. */
import { z } from 'zod'

const MAX_BODY = 100_000
/** As the server's sync.settle has it. */
const MAX_DEPTH = 30
const MAX_BIGINT = 9_223_372_036_854_775_807n
const UNSTORABLE = 'This text holds a character that cannot be stored'

const isStorable = (value: string): boolean => !value.includes('\0') && value.isWellFormed()

function isStorableJson(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null) return true
  return (
    depth < MAX_DEPTH &&
    Object.entries(value).every(([key, part]) => isStorable(key) && isStorableJson(part, depth + 1))
  )
}

export const uuid = z.uuid()
/** Text that PostgreSQL can store: without NUL, and without half of a surrogate pair. Anything else would fail a push whole. */
export const text = (max: number) => z.string().max(max, `At most ${max} characters`).refine(isStorable, UNSTORABLE)
export const body = text(MAX_BODY)
/** A name: text of at least one character. */
export const name = (max: number) => text(max).min(1, 'This needs a name')

/** Milliseconds since 1970, of the years 1 to 9999. */
export const time = z.int().min(-62_135_596_800_000).max(253_402_300_799_999)
/** A calendar day, YYYY-MM-DD. */
export const day = z.iso.date()
/** A 32-bit integer from `min`. */
export const whole = (min = -2_147_483_648) => z.int().min(min).max(2_147_483_647)
export const percent = z.int().min(0).max(100)
/** An amount in minor units of a currency, not negative, as decimal text: 64 bits do not fit a JSON number. */
export const money = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/, { error: 'This is no amount', abort: true })
  .refine((value) => BigInt(value) <= MAX_BIGINT, 'This amount is too large')
/** ISO 4217. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'A currency has three letters')
export const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'A colour looks like #64748b')
/** Different words, such as tags. */
export const words = z.array(name(300)).max(100)
/** JSON that the server takes: storable text, and not nested without end. */
export const jsonObject = z.record(z.string(), z.unknown()).refine(isStorableJson, UNSTORABLE)
export const jsonArray = z.array(z.unknown()).refine(isStorableJson, UNSTORABLE)

/** Parts of which the arguments of mutations are made. */
import { z } from 'zod'

const MAX_BODY = 100_000
export const uuid = z.uuid()
/** Text that PostgreSQL can store: without NUL, and without half of a surrogate pair. Anything else would fail a push whole. */
export const text = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters`)
    .refine(
      (value) => !value.includes('\0') && value.isWellFormed(),
      'This text holds a character that cannot be stored',
    )
export const body = text(MAX_BODY)
/** Milliseconds since 1970, within the years 1 to 9999 that the database stores. */
export const time = z.int().min(-62_135_596_800_000).max(253_402_300_799_999)

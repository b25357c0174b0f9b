import * as fc from 'fast-check'
import type { Sql } from 'postgres'
import { DAY } from './support.ts'

/** Where customers of random histories live. */
export const ZONES = ['Europe/London', 'America/New_York', 'Australia/Sydney', 'America/Santiago'] as const

/** The holidays of every year, as `12-25`; some of them beside a change of the clocks. */
export const HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '03-31', '10-27', '12-25'])

/** Has an organisation keep them. */
export async function keepHolidays(sql: Sql, organization: string): Promise<void> {
  for (const day of HOLIDAYS) {
    await sql`
      insert into holidays (organization_id, day, name, is_yearly)
      values (${organization}, ${`2020-${day}`}, ${day}, true)`
  }
}

const FIRST_DAY = Date.UTC(2025, 0, 1)

/** A day of two years, `2026-03-28`; those around a change of the clocks come more often. */
export const someDay: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 0, max: 729 }).map((day) => new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10)),
  fc.constantFrom('2025-03-08', '2025-03-29', '2025-04-05', '2025-09-06', '2025-10-04', '2025-10-25', '2025-11-01'),
  fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-09-05', '2026-10-03', '2026-10-24', '2026-10-31'),
)

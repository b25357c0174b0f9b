import type { Connection } from '../connection.ts'

/** A text that this device keeps for the next start. */
export interface KeptText {
  key: string
  value: string
}

/** What is kept under names that begin so. */
export function keptTexts(db: Connection): (input: { prefix: string }) => KeptText[] {
  const kept = db.prepare<[{ prefix: string }], KeptText>(
    `select key, value from kept where key >= :prefix and key < :prefix || char(0x10ffff) order by key`,
  )
  return ({ prefix }) => kept.all({ prefix })
}

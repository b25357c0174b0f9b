/** Where every change that a rep made has ended. */
import type { Desk, Known } from './desk.ts'
import { vaultKey } from './desk.ts'
import type { Settlement } from './ledger-checks.ts'
import { Violation } from './violation.ts'

/** Changes without anything of the rep's own: refused, they may leave without a word. */
const SILENT: ReadonlySet<string> = new Set(['conversation.read'])

/**
 * Every change ended applied, conflict, held or rejected; and one that did not take effect is still in the rep's hands.
 * @throws Violation
 */
export function checkConserved(desk: Desk, settlements: Settlement[]): void {
  const outcomes = Map.groupBy(settlements, ({ mutation_id }) => mutation_id)
  const queued = new Set(desk.db.prepare<[], string>('select id from outbox').pluck().all())
  const vaulted = new Set(desk.db.prepare<[], Known>('select name, args, at from vault').all().map(vaultKey))
  const isWell = (change: Known): boolean =>
    queued.has(change.id) || (outcomes.get(change.id) ?? []).some(({ result }) => result === 'applied')
  for (const change of desk.known.values()) {
    if (queued.has(change.id) || desk.decided.has(change.id)) continue
    if (vaulted.has(vaultKey(change)) || desk.discarded.has(vaultKey(change))) continue
    const results = (outcomes.get(change.id) ?? []).map(({ result }) => result)
    if (results.includes('applied') || wentOutAnew(change, desk).some(isWell)) continue
    if (results.length > 0 && SILENT.has(change.name)) continue
    const how = results.length === 0 ? 'was never settled' : `ended ${results.join(', ')}`
    // Nothing is lost with a change that has no text of the rep's, when its lead is gone.
    if (SILENT.has(change.name)) continue
    throw new Violation('conservation', `${change.name} of ${desk.options.name} ${how} and is nowhere to be found`)
  }
}

/** The changes that a refused one may have become, when it named a lead that turned out to be another. */
function wentOutAnew(change: Known, desk: Desk): Known[] {
  const said = withoutNames(change)
  return [...desk.known.values()].filter((other) => other.id !== change.id && withoutNames(other) === said)
}

/** What identifies a change but for the rows that it names. */
function withoutNames({ name, at, args }: Known): string {
  const said = Object.entries(JSON.parse(args) as object).filter(([key]) => !key.endsWith('_id'))
  return `${name} ${at} ${JSON.stringify(said)}`
}

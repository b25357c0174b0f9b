/** Words for claims of leads from the pool. */
import type { LostClaim } from '#shared/contract/areas/claim.ts'
import { ago } from './time.ts'
import { nameOf } from './vocabulary.ts'

/**
 * What a rep reads who has just claimed a lead.
 * @param online whether the server is about to answer; else the claim is provisional for as long as it takes
 */
export const claimedWords = (label: string | null, online: boolean): string =>
  online ? `${nameOf(label)} is yours` : `${nameOf(label)} is yours once the server agrees`

/** `Ana Lopes claimed it 4 s ago`; `first` where it is not known when. */
export function lostClaimWords({ name, claimed_at }: Pick<LostClaim, 'name' | 'claimed_at'>, now: number): string {
  return `${name ?? 'A colleague'} claimed it ${claimed_at === null ? 'first' : ago(claimed_at, now)}`
}

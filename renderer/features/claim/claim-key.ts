import type { LostClaim } from '#shared/contract/areas/claim.ts'

/**
 * Names a lost claim for as long as the rep has not let it go: its place in the queue changes when its lead leaves the
 * cache, what was claimed and when does not.
 */
export const keyOfClaim = ({ lead_id, at }: Pick<LostClaim, 'lead_id' | 'at'>): string => `${lead_id} ${at}`

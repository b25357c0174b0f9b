/** The contract of claims: how a rep's own claims of leads stand, and which of them a colleague was faster with. */
import { z } from 'zod'

export const CLAIM_QUERIES = {
  /** Null for a lead that the rep has not claimed, or whose claim the server has agreed to. */
  'claim.state': z.object({ lead_id: z.uuid() }),
  /** Claims that were lost and have not been let go of, newest first. */
  'claim.lost': z.object({}).strict(),
} as const

/** A claim of the rep's that a colleague was faster with. */
export interface LostClaim {
  /** What `attention.discard` takes to let it go. */
  seq: number
  lead_id: string
  lead_label: string | null
  /** Who has the lead; null when that is not known. */
  name: string | null
  /** When they claimed it; null when that is not known. */
  claimed_at: number | null
  /** When the rep did. */
  at: number
}

/** `waiting`: the rep's own as soon as the server agrees. */
export type ClaimState = { state: 'waiting' } | { state: 'lost'; claim: LostClaim }

export interface ClaimOutputs {
  'claim.state': ClaimState | null
  'claim.lost': LostClaim[]
}

/** The contract of invitations: a link from an e-mail was followed, and waits for its person. */
import { z } from 'zod'

const nothing = z.object({}).strict()

export const INVITATION_COMMANDS = {
  /**
   * Takes the invitation that waits: makes the account and signs in with it. `not_found` when it was used, taken back or
   * has expired, `conflict` when there is an account of its address already. Its token stays in main.
   */
  'invitation.accept': z
    .object({ full_name: z.string().trim().min(1).max(200), password: z.string().min(8).max(72) })
    .strict(),
  /** Lets the invitation go; its link can be followed again. */
  'invitation.dismiss': nothing,
} as const

export const INVITATION_QUERIES = {
  /** Whether an invitation's link was followed, and neither taken nor let go since. */
  'invitation.waits': nothing,
} as const

/** `joined`: signed in. `member`: the invitation was a customer's, who is a member now and does not work here. */
export type InvitationOutcome = { outcome: 'joined' } | { outcome: 'member'; organization: string }

export interface InvitationCommandOutputs {
  'invitation.accept': InvitationOutcome
}

export interface InvitationQueryOutputs {
  'invitation.waits': boolean
}

import type { z } from 'zod'
import type { INVITATION_COMMANDS, InvitationOutcome } from '#shared/contract/areas/invitation.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { WaitingInvitation } from '../../auth/invitation.ts'
import type { Lifecycle } from '../../lifecycle.ts'

type Input = z.output<(typeof INVITATION_COMMANDS)['invitation.accept']>
interface Handlers {
  'invitation.accept': (input: Input) => Promise<InvitationOutcome>
  'invitation.dismiss': () => Promise<null>
}

/** Commands about the invitation whose link was followed. */
export function invitationHandlers(invitation: WaitingInvitation, lifecycle: Lifecycle): Handlers {
  return {
    async 'invitation.accept'(newcomer) {
      const { token } = invitation
      if (token === null) throw new ExpectedError('not_found', 'Follow the link in your invitation once more.')
      return lifecycle.accept(token, newcomer, () => invitation.dismiss())
    },
    async 'invitation.dismiss'() {
      invitation.dismiss()
      return null
    },
  }
}

import { useState } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { SessionCard } from './card.tsx'
import { AcceptInvitation } from './accept-invitation.tsx'
import { Opening } from './opening.tsx'
import { SignIn } from './sign-in.tsx'
import type { AppState } from '#shared/contract/read-models.ts'

/** Nobody is signed in: whoever has followed an invitation takes it, the others sign in. */
export function SignedOut({ state }: { state: Extract<AppState, { phase: 'signed_out' }> }) {
  const { value: waits } = useLive('invitation.waits', {})
  const [membership, setMembership] = useState<string | null>(null)
  if (waits === undefined) return <Opening />
  if (membership !== null) return <Member organization={membership} onDone={() => setMembership(null)} />
  return waits ? <AcceptInvitation onMember={setMembership} /> : <SignIn state={state} />
}

/** A customer has confirmed their membership, and has nothing to do here. */
function Member({ organization, onDone }: { organization: string; onDone: () => void }) {
  return (
    <SessionCard
      title="Your membership is confirmed"
      text={`Thank you. ${organization} has been told; there is nothing more to do. Leadline itself is for their team.`}
    >
      {/* The form that had the focus is gone. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <Button autoFocus size="lg" className="w-full" onClick={onDone}>
        To the sign-in
      </Button>
    </SessionCard>
  )
}

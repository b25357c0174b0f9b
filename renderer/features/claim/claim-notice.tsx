import { Hourglass, UserRoundX } from 'lucide-react'
import { useSession } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { lostClaimWords } from '../../format/claim-words.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import type { LostClaim } from '#shared/contract/areas/claim.ts'

interface ClaimNoticeProps {
  leadId: string
  ownerId: string | null
}

/** Below the thread's header: that the rep's claim is not yet certain, or that a colleague was faster. */
export function ClaimNotice({ leadId, ownerId }: ClaimNoticeProps) {
  const { value: claim } = useLive('claim.state', { lead_id: leadId })
  const { value: sync } = useLive('sync.status', {})
  const { user } = useSession()
  if (!claim) return null
  // A moment's wait would only make the thread jump.
  if (claim.state === 'waiting') return sync?.state === 'online' ? null : <Waiting />
  // It came to the rep after all: what was lost before is of no interest.
  return ownerId === user.id ? null : <Lost claim={claim.claim} />
}

const STRIP = 'flex min-h-8 shrink-0 items-center gap-2 border-b border-line px-4 py-1 text-xs font-medium'

function Waiting() {
  return (
    <p className={`${STRIP} bg-hover text-ink-2`}>
      <Hourglass aria-hidden className="size-3.5 shrink-0" />
      Yours once the server agrees. What you send waits for that.
    </p>
  )
}

function Lost({ claim }: { claim: LostClaim }) {
  const command = useCommand()
  const now = useNow(1000)
  return (
    <div className={`${STRIP} bg-warning-soft text-warning`}>
      <UserRoundX aria-hidden className="size-3.5 shrink-0" />
      <p className="tabular min-w-0 flex-1">{lostClaimWords(claim, now)}</p>
      <Button size="sm" tone="ghost" onClick={() => void command('attention.discard', { seq: claim.seq })}>
        Let it go
      </Button>
    </div>
  )
}

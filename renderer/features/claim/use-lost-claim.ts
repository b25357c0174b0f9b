import { useLive } from '../../bridge/use-live.ts'
import { lostClaimWords } from '../../format/claim-words.ts'
import { useNow } from '../../ui/use-now.ts'

/** Who was faster with a lead that the rep claimed, in words; null when nobody was, or for no lead. */
export function useLostClaim(leadId: string | null): string | null {
  const { value: lost } = useLive('claim.lost', {})
  const now = useNow(1000)
  const claim = lost?.find(({ lead_id }) => lead_id === leadId)
  return claim ? lostClaimWords(claim, now) : null
}

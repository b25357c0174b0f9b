import { useEffect, useRef } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { claimedWords, lostClaimWords } from '../../format/claim-words.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useAppStore } from '../../store/store-context.ts'
import { keyOfClaim } from './claim-key.ts'

/** Tells the rep at once, wherever they are, when a colleague was faster with a lead. Mount once. */
export function LostClaims() {
  const { value: lost } = useLive('claim.lost', {})
  const told = useRef<Set<string> | null>(null)
  const store = useAppStore()
  useEffect(() => {
    if (!lost) return
    const known = told.current
    told.current = new Set([...(known ?? []), ...lost.map(keyOfClaim)])
    // What was there when the window opened was told by the one before.
    if (known === null) return
    const { showToast, dismissText } = store.getState()
    for (const claim of lost) {
      if (known.has(keyOfClaim(claim))) continue
      for (const online of [true, false]) dismissText(claimedWords(claim.lead_label, online))
      showToast({ tone: 'error', text: `${nameOf(claim.lead_label)}: ${lostClaimWords(claim, Date.now())}` })
    }
  }, [lost, store])
  return null
}

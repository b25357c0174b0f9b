import { Merge } from 'lucide-react'
import { useLive } from '../../bridge/use-live.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { PanelSection } from './panel-section.tsx'
import { useOpenLead } from './use-open-lead.ts'
import type { DuplicateReason, LeadIdentity, LeadMatch } from '#shared/contract/lead-models.ts'

export const REASON_WORDS: Record<DuplicateReason, string> = {
  phone: 'same phone number',
  email: 'same e-mail address',
  name: 'similar name and postcode',
}

const pairOf = (one: string, other: string): string => [one, other].toSorted().join(':')

/** Pairs remembered on this computer: the oldest give way. */
const REMEMBERED = 500

/** Leads that may be the same customer, with the way to make them one; nothing when there are none. */
export function DuplicatesSection({ lead, canEdit }: { lead: LeadIdentity; canEdit: boolean }) {
  const { value: found } = useLive('lead.duplicates', { lead_id: lead.id })
  const apart = useApp((state) => state.preferences.notDuplicates)
  const setPreference = useApp((state) => state.setPreference)
  const showLeadDialog = useApp((state) => state.showLeadDialog)
  const suggested = found?.filter(({ lead_id }) => !apart.includes(pairOf(lead.id, lead_id))) ?? []
  if (suggested.length === 0) return null
  return (
    <PanelSection id="duplicates" title="Possible duplicates" count={suggested.length}>
      <ul className="flex flex-col gap-2">
        {suggested.map((match) => (
          <li key={match.lead_id} className="rounded-md border border-line bg-surface px-2.5 py-2 text-sm">
            <Match match={match} />
            {canEdit && (
              <div className="mt-1.5 flex flex-wrap gap-1.5">
                <Button
                  size="sm"
                  icon={<Merge aria-hidden className="size-3.5" />}
                  aria-label={`Merge with ${nameOf(match.label)}…`}
                  onClick={() => showLeadDialog({ kind: 'merge', survivor_id: lead.id, absorbed_id: match.lead_id })}
                >
                  Merge…
                </Button>
                <Button
                  size="sm"
                  tone="ghost"
                  aria-label={`${nameOf(match.label)} is not a duplicate`}
                  onClick={() =>
                    setPreference({ notDuplicates: [...apart, pairOf(lead.id, match.lead_id)].slice(-REMEMBERED) })
                  }
                >
                  Not a duplicate
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}

/** A lead by name, with why it is suggested; opens it. */
export function Match({ match }: { match: LeadMatch }) {
  const openLead = useOpenLead()
  const { label, company_name, phone, email, reasons } = match
  const about = [company_name, phone, email].filter((part) => part !== null && part !== label)
  return (
    <>
      <button
        type="button"
        dir="auto"
        className="block max-w-full truncate rounded-sm text-left font-medium text-accent-ink hover:underline"
        onClick={() => openLead(match)}
      >
        {nameOf(label)}
      </button>
      <p className="text-xs text-pretty text-ink-2">
        {reasons.map((reason) => REASON_WORDS[reason]).join(', ')}
        {about.length > 0 && <span className="block truncate text-ink-3">{about.join(' · ')}</span>}
      </p>
    </>
  )
}

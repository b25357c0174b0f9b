import { X } from 'lucide-react'
import type { TakenLead } from '#shared/contract/areas/hot.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { lostClaimWords } from '../../format/claim-words.ts'
import { ago } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { IconButton } from '../../ui/button.tsx'

/** Who was faster: with a lead that the rep claimed, which asks to be seen, and with others. */
export function TakenNotices({ taken, now }: { taken: readonly TakenLead[]; now: number }) {
  const { value: lost } = useLive('claim.lost', {})
  const command = useCommand()
  return (
    <>
      {lost?.map((claim) => (
        <p
          key={claim.seq}
          role="alert"
          className="flex items-start gap-2 border-b border-line bg-danger-soft py-1.5 pr-2 pl-4 text-sm text-danger"
        >
          <span className="min-w-0 flex-1 py-1">
            {nameOf(claim.lead_label)}: {lostClaimWords(claim, now)}
          </span>
          <IconButton
            size="sm"
            label={`Dismiss the lost claim of ${nameOf(claim.lead_label)}`}
            onClick={() => void command('attention.discard', { seq: claim.seq })}
          >
            <X className="size-4" />
          </IconButton>
        </p>
      ))}
      {taken.length > 0 && (
        <ul aria-label="Claimed by colleagues" className="border-b border-line px-4 py-2 text-xs text-ink-2">
          {taken.map(({ event_id, lead_label, name, at }) => (
            <li key={event_id} className="truncate">
              {name ?? 'A colleague'} claimed {nameOf(lead_label)} {ago(at, now)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

import { Check, Phone } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import { standingWords, waitedWords } from './hot-words.ts'
import { isPossible, type LeadAction } from './use-hot-actions.ts'

const ICON = { className: 'size-3.5', 'aria-hidden': true } as const

interface Offer {
  action: LeadAction
  label: (lead: HotLead) => string
  icon?: ReactNode
  keys: string
}

const OFFERS: readonly Offer[] = [
  {
    action: 'claim',
    label: ({ relation }) => (relation === 'mine' ? 'On it' : 'Claim'),
    icon: <Check {...ICON} />,
    keys: 'I',
  },
  { action: 'call', label: () => 'Call', icon: <Phone {...ICON} />, keys: 'D' },
  { action: 'reply', label: () => 'Reply', keys: 'R' },
  { action: 'snooze', label: () => 'Snooze 10 min', keys: 'H' },
  { action: 'pass', label: () => 'Pass', keys: 'P' },
]

interface HotCardProps {
  lead: HotLead
  now: number
  current: boolean
  onAction: (action: LeadAction) => void
  onPick: () => void
  ref: Ref<HTMLButtonElement>
}

/** A lead that calls: who, why, since when; what can be done about it shows where the rep is. */
export function HotCard({ lead, now, current, onAction, onPick, ref }: HotCardProps) {
  const { lead_label, platform, score, reason, since } = lead
  const isWaiting = lead.claiming || (lead.snoozed_until ?? 0) > now
  const name = nameOf(lead_label)
  return (
    <li className={cx('border-b border-line', current ? 'bg-selected' : 'hover:bg-hover')}>
      <button
        ref={ref}
        type="button"
        aria-current={current}
        className="block w-full px-4 pt-2.5 pb-2 text-left focus-visible:-outline-offset-4"
        onFocus={onPick}
        onClick={() => onAction('open')}
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-sm font-semibold">{name}</span>
          <span
            className={cx('tabular shrink-0 text-xs font-medium', isWaiting ? 'text-ink-3' : 'text-danger')}
            aria-label={`waiting for ${waitedWords(since, now)}`}
          >
            {waitedWords(since, now)}
          </span>
        </span>
        <span className="mt-0.5 line-clamp-2 text-sm text-ink-2">{reason}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-ink-2">
          {platform && <Channel platform={platform} />}
          {score !== null && <span className="tabular">Score {score}</span>}
          <span className={lead.alert_count > 1 && !isWaiting ? 'font-medium text-warning' : undefined}>
            {standingWords(lead, now)}
          </span>
        </span>
      </button>
      {current && (
        <fieldset className="flex flex-wrap gap-1.5 px-4 pt-1 pb-3" aria-label={`Actions for ${name}`}>
          {OFFERS.filter(({ action }) => isPossible(lead, action)).map(({ action, label, icon, keys }) => (
            <Button
              key={action}
              size="sm"
              tone={action === 'claim' ? 'primary' : 'secondary'}
              icon={icon}
              aria-keyshortcuts={keys}
              onClick={() => onAction(action)}
            >
              {label(lead)}
            </Button>
          ))}
        </fieldset>
      )}
    </li>
  )
}

import { AtSign, Building2, Check, Copy, History, Phone, Sparkles, X, type LucideIcon } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { HOT_SCORE, StageChip } from '../../ui/lead-chips.tsx'
import type { ConversationView } from '#shared/contract/read-models.ts'

type Lead = ConversationView['lead']

/** Who this is: handles, stage, score, owner, tags, and what the AI makes of the conversation. */
export function LeadPanel({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { nameOf: colleague } = useTeam()
  const { user } = useSession()
  const tellStory = useApp((state) => state.tellStory)
  return (
    <aside aria-label="Lead details" className="flex h-full min-h-0 flex-col overflow-y-auto bg-sunken">
      <div className="flex justify-end px-2 pt-2">
        <IconButton label="Hide lead details" size="sm" onClick={onClose}>
          <X className="size-4" />
        </IconButton>
      </div>
      <div className="flex flex-col items-center px-5 pb-5 text-center">
        <Avatar id={lead.id} name={lead.label} size={56} />
        <h2 dir="auto" className="mt-3 max-w-full text-center text-lg font-semibold wrap-anywhere select-text">
          {nameOf(lead.label)}
        </h2>
        {lead.company_name && lead.company_name !== lead.label && (
          <p className="max-w-full text-sm wrap-anywhere text-ink-2">{lead.company_name}</p>
        )}
      </div>
      <Section title="Contact">
        <Handle icon={Phone} what="phone number" value={lead.phone} />
        <Handle icon={AtSign} what="e-mail address" value={lead.email} />
        <Handle icon={Building2} what="company" value={lead.company_name} />
        {!lead.phone && !lead.email && !lead.company_name && (
          <p className="text-sm text-ink-3">No phone number or e-mail address yet.</p>
        )}
      </Section>
      <Section title="Sales">
        <dl className="space-y-2.5 text-sm">
          <Fact label="Score">
            <Score score={lead.score} />
          </Fact>
          <Fact label="Stage">{lead.stage ? <StageChip stage={lead.stage} /> : <None>No stage</None>}</Fact>
          <Fact label="Owner">
            {lead.owner_id ? (
              <span className="flex min-w-0 items-center gap-1.5">
                <Avatar id={lead.owner_id} name={colleague(lead.owner_id)} size={20} />
                <span className="truncate">{lead.owner_id === user.id ? 'You' : colleague(lead.owner_id)}</span>
              </span>
            ) : (
              <None>Nobody, in the pool</None>
            )}
          </Fact>
        </dl>
      </Section>
      {lead.tags.length > 0 && (
        <Section title="Tags">
          <ul className="flex flex-wrap gap-1.5">
            {lead.tags.map((tag) => (
              <li
                key={tag}
                className="max-w-full truncate rounded-md border border-line bg-surface px-2 py-0.5 text-xs"
              >
                {tag}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {lead.summary && (
        <Section
          title="Summary"
          mark={
            <span className="inline-flex items-center gap-1 text-2xs font-medium text-ai-ink">
              <Sparkles aria-hidden className="size-3" /> by AI
            </span>
          }
        >
          <p dir="auto" className="text-sm text-pretty wrap-anywhere text-ink-2 select-text">
            {lead.summary}
          </p>
        </Section>
      )}
      <div className="px-3 pt-1 pb-4">
        <Button
          size="sm"
          tone="ghost"
          icon={<History aria-hidden className="size-3.5" />}
          onClick={() => tellStory({ table: 'leads', id: lead.id })}
        >
          Why does it look like this?
        </Button>
      </div>
    </aside>
  )
}

function Section({ title, mark, children }: { title: string; mark?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line px-5 py-4">
      <div className="mb-2.5 flex items-center justify-between">
        <h3 className="text-xs font-medium text-ink-3">{title}</h3>
        {mark}
      </div>
      {children}
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-5 items-center gap-3">
      <dt className="w-16 shrink-0 text-ink-2">{label}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  )
}

const None = ({ children }: { children: ReactNode }) => <span className="text-ink-3">{children}</span>

function Score({ score }: { score: number }) {
  return (
    <span className="flex items-center gap-2.5">
      <span className="tabular font-medium">{score}</span>
      <span aria-hidden className="h-1.5 max-w-28 flex-1 overflow-hidden rounded-full bg-skeleton">
        <span
          className={score >= HOT_SCORE ? 'block h-full rounded-full bg-warning' : 'block h-full rounded-full bg-ink-3'}
          style={{ width: `${Math.min(100, Math.max(0, score))}%` }}
        />
      </span>
      {score >= HOT_SCORE && <span className="text-xs font-medium text-warning">Hot</span>}
    </span>
  )
}

/** Milliseconds the tick stands after copying. */
const COPIED_FOR = 1500

function Handle({ icon: Icon, what, value }: { icon: LucideIcon; what: string; value: string | null }) {
  const showToast = useApp((state) => state.showToast)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), COPIED_FOR)
    return () => clearTimeout(timer)
  }, [copied])
  if (!value) return null
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      showToast({ tone: 'error', text: `The ${what} could not be copied. Select it and copy it by hand.` })
    }
  }
  return (
    <div className="group -mx-2 flex min-h-8 items-center gap-2.5 rounded-md pr-1 pl-2 hover:bg-hover">
      <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span title={value} className="tabular min-w-0 flex-1 truncate text-sm select-text">
        {value}
      </span>
      <IconButton
        label={copied ? 'Copied' : `Copy ${what}`}
        size="sm"
        side="left"
        className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
        onClick={() => void copy()}
      >
        {copied ? <Check className="size-3.5 text-positive" /> : <Copy className="size-3.5" />}
      </IconButton>
    </div>
  )
}

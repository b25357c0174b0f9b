import { StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'
import { fullTime, shortTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Channel } from '../../ui/channel.tsx'
import { StageChip } from '../../ui/lead-chips.tsx'
import { plainText, Segments } from '../../ui/segments.tsx'
import type { ConversationHit, LeadHit, MessageHit, NoteHit } from '#shared/contract/areas/search.ts'

interface LineProps {
  leadId: string
  leadLabel: string | null
  title: ReactNode
  text: ReactNode
  marks: ReactNode
  at: number
  now: number
}

/** Every hit has the same two lines: who and when, then what. */
function Line({ leadId, leadLabel, title, text, marks, at, now }: LineProps) {
  return (
    <div className="flex items-center gap-2.5">
      <Avatar id={leadId} name={leadLabel} size={28} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 truncate text-left text-sm font-medium">
            {title}
          </span>
          <span className="flex shrink-0 items-center gap-2 text-2xs text-ink-3">{marks}</span>
          <span title={fullTime(at)} className="tabular ml-auto shrink-0 text-2xs text-ink-3">
            {shortTime(at, now)}
          </span>
        </div>
        <p dir="auto" className="line-clamp-2 text-left text-xs text-ink-2">
          {text}
        </p>
      </div>
    </div>
  )
}

export function LeadLine({ hit, now }: { hit: LeadHit; now: number }) {
  const label = plainText(hit.label) || null
  return (
    <Line
      leadId={hit.id}
      leadLabel={label}
      title={label ? <Segments of={hit.label} /> : nameOf(null)}
      text={hit.detail.length > 0 ? <Segments of={hit.detail} /> : null}
      marks={hit.stage && <StageChip stage={hit.stage} />}
      at={hit.at}
      now={now}
    />
  )
}

export function ConversationLine({ hit, now }: { hit: ConversationHit; now: number }) {
  return (
    <Line
      leadId={hit.lead_id}
      leadLabel={hit.lead_label}
      title={nameOf(hit.lead_label)}
      text={hit.preview}
      marks={<Channel platform={hit.platform} />}
      at={hit.at}
      now={now}
    />
  )
}

export function MessageLine({ hit, by, now }: { hit: MessageHit; by: string | null; now: number }) {
  return (
    <Line
      leadId={hit.lead_id}
      leadLabel={hit.lead_label}
      title={nameOf(hit.lead_label)}
      text={
        <>
          {by && <span className="text-ink-3">{by}: </span>}
          <Segments of={hit.snippet} />
        </>
      }
      marks={
        <>
          <Channel platform={hit.platform} />
          {hit.within === 'transcript' && <span>Transcript</span>}
        </>
      }
      at={hit.at}
      now={now}
    />
  )
}

export function NoteLine({ hit, by, now }: { hit: NoteHit; by: string | null; now: number }) {
  return (
    <Line
      leadId={hit.lead_id}
      leadLabel={hit.lead_label}
      title={nameOf(hit.lead_label)}
      text={<Segments of={hit.snippet} />}
      marks={
        <span className="inline-flex items-center gap-1">
          <StickyNote aria-hidden className="size-3" />
          Note{by && ` by ${by}`}
        </span>
      }
      at={hit.at}
      now={now}
    />
  )
}

import { ChevronRight, PhoneIncoming, PhoneOutgoing } from 'lucide-react'
import { duration } from '../../format/time.ts'
import { Attachments } from './attachments.tsx'
import { humanise } from '../../format/vocabulary.ts'
import type { TimelineAttachment } from '#shared/contract/areas/attachments.ts'
import type { CallDetails } from '#shared/contract/call-details.ts'

interface CallCardProps {
  call: CallDetails
  incoming: boolean
  /** The files that came with the call, to be played beside its transcript. */
  recordings: readonly TimelineAttachment[]
}

export function CallCard({ call, incoming, recordings }: CallCardProps) {
  const Icon = incoming ? PhoneIncoming : PhoneOutgoing
  return (
    <div className="w-96 max-w-full">
      <div className="flex items-center gap-2.5">
        <span className="grid size-8 shrink-0 place-items-center rounded-full bg-surface text-ink-2 ring-1 ring-line ring-inset">
          <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        </span>
        <div className="min-w-0">
          <p className="text-sm font-semibold">{incoming ? 'Incoming call' : 'Outgoing call'}</p>
          <p className="tabular text-xs text-ink-2">
            {call.duration_seconds > 0 ? duration(call.duration_seconds) : 'Not connected'}
            {call.outcome && ` · ${humanise(call.outcome)}`}
          </p>
        </div>
      </div>
      {recordings.length > 0 && (
        <section aria-label="Recording" className="mt-2.5">
          <Attachments files={recordings} />
        </section>
      )}
      {call.summary && (
        <p dir="auto" className="mt-2.5 text-sm wrap-anywhere select-text">
          {call.summary}
        </p>
      )}
      {call.transcript.length > 0 && <Transcript lines={call.transcript} />}
    </div>
  )
}

function Transcript({ lines }: { lines: CallDetails['transcript'] }) {
  return (
    <details className="group mt-2 border-t border-line-strong/60 pt-2">
      <summary className="-mx-1 flex w-fit list-none items-center gap-1 rounded-sm px-1 text-xs font-medium text-ink-2 hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        Transcript
      </summary>
      <dl className="mt-2 flex flex-col gap-1.5 text-sm select-text">
        {lines.map((line, index) => (
          // A transcript never changes its order.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index}>
            <dt className="text-2xs font-medium text-ink-2">{humanise(line.speaker)}</dt>
            <dd dir="auto" className="wrap-anywhere">
              {line.text}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

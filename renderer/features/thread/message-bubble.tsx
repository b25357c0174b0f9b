import { FileText, Image, LayoutTemplate, Mic, Sparkles, Video, type LucideIcon } from 'lucide-react'
import { memo } from 'react'
import { clockTime, fullTime } from '../../format/time.ts'
import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import { LinkedText } from '../../ui/linked-text.tsx'
import { Attachments } from './attachments.tsx'
import { CallCard } from './call-card.tsx'
import { Departure } from './departure.tsx'
import { MessageActions } from './message-actions.tsx'
import { MailBody } from './mail-body.tsx'
import { MessageProgress } from './message-progress.tsx'
import { isNotable, isStuck, progressOf } from './progress.ts'
import type { TimelineMessage } from '#shared/contract/read-models.ts'
import type { ContentType } from '#shared/domain/vocabulary.ts'

interface MessageProps {
  message: TimelineMessage
  firstOfRun: boolean
  lastOfRun: boolean
  /** Who wrote it, as the thread calls them; null for the signed-in rep. */
  author: string | null
  /** Whether the thread has several channels, so that each message says its own. */
  showChannel: boolean
  leadId: string
  /** It is the message that was asked for. */
  marked: boolean
}

const MEDIA: Partial<Record<ContentType, { icon: LucideIcon; label: string }>> = {
  image: { icon: Image, label: 'Photo' },
  audio: { icon: Mic, label: 'Voice message' },
  video: { icon: Video, label: 'Video' },
  file: { icon: FileText, label: 'File' },
  template: { icon: LayoutTemplate, label: 'Template' },
}

/** One message: the customer's on the left, ours on the right, the system's in the middle. */
export const Message = memo(function Message(props: MessageProps) {
  const { message } = props
  if (message.sender_type === 'system' || message.content_type === 'event') return <SystemLine message={message} />
  return <Bubble {...props} />
})

function SystemLine({ message }: { message: TimelineMessage }) {
  return (
    <p title={fullTime(message.at)} dir="auto" className="mx-auto max-w-120 py-1.5 text-center text-xs text-ink-3">
      {message.body} <span className="tabular">· {clockTime(message.at)}</span>
    </p>
  )
}

function Bubble({ message, firstOfRun, lastOfRun, author, showChannel, leadId, marked }: MessageProps) {
  const ours = message.direction === 'outbound'
  const ai = message.sender_type === 'ai'
  const progress = progressOf(message)
  const leavesAt = message.scheduled_for ?? 0
  const waits = message.scheduled_for !== null && message.save_state !== 'attention'
  const showMeta = lastOfRun || (progress !== null && isNotable(progress))
  return (
    <article
      aria-label={`${author ?? 'You'}, ${showChannel ? `${PLATFORM_NAMES[message.platform]}, ` : ''}${clockTime(message.at)}`}
      aria-current={marked || undefined}
      className={cx('flex flex-col', ours ? 'items-end pl-12' : 'items-start pr-12', firstOfRun ? 'pt-3' : 'pt-0.5')}
    >
      {firstOfRun && ours && author && <Author name={author} ai={ai} />}
      <div
        title={fullTime(message.at)}
        className={cx(
          'max-w-[min(100%,36rem)] min-w-0 border px-3 py-2',
          ours ? 'rounded-xl rounded-r-md' : 'rounded-xl rounded-l-md',
          ours && firstOfRun && 'rounded-tr-xl',
          ours && lastOfRun && 'rounded-br-xl',
          !ours && firstOfRun && 'rounded-tl-xl',
          !ours && lastOfRun && 'rounded-bl-xl',
          surfaceOf(ours, ai, progress !== null && isStuck(progress)),
          marked && 'ring-2 ring-focus ring-offset-2 ring-offset-surface',
        )}
      >
        {message.subject && (
          <p dir="auto" className="mb-1 text-sm font-semibold wrap-break-word">
            {message.subject}
          </p>
        )}
        {message.attachments.length > 0 && !message.call && <Attachments files={message.attachments} />}
        <Content message={message} leadId={leadId} />
      </div>
      {showMeta && (
        <p
          className={cx(
            'tabular mt-1 flex min-h-4 flex-wrap items-center gap-1.5 px-1 text-2xs text-ink-3',
            ours && 'justify-end',
          )}
        >
          {showChannel && <Channel platform={message.platform} />}
          <time dateTime={new Date(message.at).toISOString()}>{clockTime(message.at)}</time>
          {progress && <MessageProgress progress={progress} hidesDelivery={waits} />}
          {waits && <Departure message={message} leavesAt={leavesAt} />}
        </p>
      )}
      <MessageActions message={message} />
    </article>
  )
}

function Content({ message, leadId }: { message: TimelineMessage; leadId: string }) {
  if (message.call) {
    return <CallCard call={message.call} incoming={message.direction === 'inbound'} recordings={message.attachments} />
  }
  const isMail = message.platform === 'email' && message.direction === 'inbound' && message.content_type === 'text'
  return isMail ? <MailBody message={message} leadId={leadId} /> : <Body message={message} />
}

function Body({ message }: { message: TimelineMessage }) {
  // Files say for themselves what they are.
  const media = message.attachments.length > 0 ? undefined : MEDIA[message.content_type]
  return (
    <>
      {media && (
        <p className="mb-0.5 flex items-center gap-1.5 text-xs font-medium text-ink-2">
          <media.icon aria-hidden className="size-3.5" />
          {media.label}
        </p>
      )}
      {message.body && (
        <p dir="auto" className="text-base wrap-anywhere whitespace-pre-wrap select-text">
          <LinkedText text={message.body} />
        </p>
      )}
    </>
  )
}

function Author({ name, ai }: { name: string; ai: boolean }) {
  return (
    <p className={cx('mb-1 flex items-center gap-1 px-1 text-2xs font-medium', ai ? 'text-ai-ink' : 'text-ink-2')}>
      {ai && <Sparkles aria-hidden className="size-3" />}
      {name}
    </p>
  )
}

function surfaceOf(ours: boolean, ai: boolean, failed: boolean): string {
  if (failed) return 'border-danger-line bg-danger-soft'
  if (!ours) return 'border-transparent bg-inbound'
  return ai ? 'border-ai-line bg-ai' : 'border-outbound-line bg-outbound'
}

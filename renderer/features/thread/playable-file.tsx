import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { attachmentFacts, attachmentName, warningOf } from '../../format/attachment-words.ts'
import { FailedFile } from './failed-file.tsx'
import { FileCard } from './file-card.tsx'
import { useAttachment } from './use-attachment.ts'
import { attachmentUrl, type TimelineAttachment } from '#shared/contract/areas/attachments.ts'

/** Larger files are fetched when the rep asks for them, bytes. */
const EAGER_BYTES = 5_000_000

/** Sound or a film: a player where it stands, and its file behind it. */
export function PlayableFile({ file }: { file: TimelineAttachment }) {
  const { attachment, load } = useAttachment(file.id, file.size_bytes > 0 && file.size_bytes <= EAGER_BYTES)
  const [broken, setBroken] = useState(false)
  const name = attachmentName(file)
  if (attachment.state === 'failed') {
    return (
      <FileCard file={file} canOpen={false} note={<FailedFile message={attachment.failure.message} onRetry={load} />} />
    )
  }
  if (attachment.state !== 'ready') {
    const loading = attachment.state === 'loading'
    return (
      <FileCard
        file={file}
        canOpen={false}
        note={
          <Button
            tone="ghost"
            size="sm"
            aria-disabled={loading}
            icon={<Play aria-hidden className="size-3.5" />}
            onClick={() => !loading && load()}
          >
            {loading ? 'Loading…' : `Play ${name}`}
          </Button>
        }
      />
    )
  }
  const { kind, can_open: canOpen } = attachment.file
  if (broken || (kind !== 'audio' && kind !== 'video')) {
    const note = warningOf(file, attachment.file) ?? 'This cannot be played here.'
    return <FileCard file={file} canOpen={canOpen} note={note} />
  }
  const url = attachmentUrl(file.id)
  // Sound travels in containers for films too: what the sender says it is decides between the two players.
  if (file.kind === 'video' && kind === 'video') {
    return (
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- customers send none
      <video
        controls
        preload="metadata"
        aria-label={name}
        src={url}
        onError={() => setBroken(true)}
        className="h-52 w-80 max-w-full rounded-lg bg-black"
      />
    )
  }
  return (
    <figure className="w-80 max-w-full">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- customers send none */}
      <audio
        controls
        preload="metadata"
        aria-label={name}
        src={url}
        onError={() => setBroken(true)}
        className="h-10 w-full"
      />
      <figcaption className="tabular mt-0.5 truncate px-1 text-2xs text-ink-2">
        {file.file_name ? `${file.file_name} · ${attachmentFacts(file)}` : attachmentFacts(file)}
      </figcaption>
    </figure>
  )
}

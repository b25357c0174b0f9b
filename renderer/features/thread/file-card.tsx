import { Download, ExternalLink, FileText, Film, Image, LoaderCircle, Mic, type LucideIcon } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import { attachmentFacts, attachmentName } from '../../format/attachment-words.ts'
import { useFileActions } from './use-file-actions.ts'
import type { ReactNode } from 'react'
import type { TimelineAttachment } from '#shared/contract/areas/attachments.ts'
import { plainType, type MediaKind } from '#shared/domain/media-type.ts'

const ICONS: Record<MediaKind, LucideIcon> = { image: Image, audio: Mic, video: Film, file: FileText }

interface FileCardProps {
  file: TimelineAttachment
  /** Whether it is known to be something that may be opened from here. */
  canOpen?: boolean
  /** What is wrong with it, or what it waits for. */
  note?: ReactNode
}

/** A file by its name, type and size, to open or to save. */
export function FileCard({ file, canOpen, note }: FileCardProps) {
  const { busy, open, save } = useFileActions(file.id)
  const name = attachmentName(file)
  const Icon = ICONS[file.kind]
  const opens = canOpen ?? plainType(file.content_type) === 'application/pdf'
  return (
    <div className="w-80 max-w-full rounded-lg border border-line-strong bg-surface text-ink">
      <div className="flex items-center gap-2.5 px-2.5 py-2">
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-sunken text-ink-2">
          <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />
        </span>
        <div className="min-w-0 flex-1">
          <p dir="auto" title={name} className="truncate text-sm font-medium">
            {name}
          </p>
          <p className="tabular truncate text-2xs text-ink-2">{attachmentFacts(file)}</p>
        </div>
        {file.missing === null && (
          <span className="flex shrink-0">
            {opens && (
              <IconButton
                label={`Open ${name}`}
                size="sm"
                aria-disabled={busy !== null}
                onClick={() => busy === null && void open()}
              >
                {busy === 'open' ? <Busy /> : <ExternalLink aria-hidden className="size-4" />}
              </IconButton>
            )}
            <IconButton
              label={`Save ${name} as…`}
              size="sm"
              aria-disabled={busy !== null}
              onClick={() => busy === null && void save()}
            >
              {busy === 'save' ? <Busy /> : <Download aria-hidden className="size-4" />}
            </IconButton>
          </span>
        )}
      </div>
      {(file.missing ?? note) && (
        <div className="border-t border-line px-2.5 py-1.5 text-xs text-ink-2">{file.missing ?? note}</div>
      )}
    </div>
  )
}

function Busy() {
  return <LoaderCircle aria-hidden className="size-4 animate-spin motion-reduce:animate-none" />
}

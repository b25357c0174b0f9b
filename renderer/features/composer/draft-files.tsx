import { FileText, Film, Image, Mic, X, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { fileSize } from '../../format/file-size.ts'
import { IconButton } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Arriving } from './use-attaching.ts'
import { attachmentUrl, type DraftFile } from '#shared/contract/areas/attachments.ts'
import type { MediaKind } from '#shared/domain/media-type.ts'

const ICONS: Record<MediaKind, LucideIcon> = { image: Image, audio: Mic, video: Film, file: FileText }

interface DraftFilesProps {
  files: readonly DraftFile[]
  arriving: readonly Arriving[]
  onRemove: (id: string) => void
}

/** What is attached to the reply, each with a way to take it off again. */
export function DraftFiles({ files, arriving, onRemove }: DraftFilesProps) {
  if (files.length === 0 && arriving.length === 0) return null
  return (
    <ul aria-label="Attached files" className="flex max-h-36 flex-wrap gap-2 overflow-y-auto px-3.5 pt-1.5 pb-1">
      {files.map((file) => (
        <li key={file.id} className={CHIP}>
          <Face file={file} />
          <span className="min-w-0 flex-1">
            <span dir="auto" title={file.file_name} className="block truncate text-xs font-medium">
              {file.file_name}
            </span>
            <span className="tabular block text-2xs text-ink-2">{fileSize(file.size_bytes)}</span>
          </span>
          <IconButton label={`Remove ${file.file_name}`} size="sm" onClick={() => onRemove(file.id)}>
            <X aria-hidden className="size-3.5" />
          </IconButton>
        </li>
      ))}
      {arriving.map(({ key, name, done, size }) => (
        <li key={key} className={CHIP}>
          <span className="min-w-0 flex-1 px-1">
            <span dir="auto" className="mb-1.5 block truncate text-xs font-medium">
              {name}
            </span>
            <ProgressBar label={`Attaching ${name}`} value={done} max={size} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const CHIP = 'flex h-12 w-56 max-w-full items-center gap-2 rounded-lg border border-line-strong bg-surface p-1'

function Face({ file }: { file: DraftFile }) {
  const [broken, setBroken] = useState(false)
  const Icon = ICONS[file.kind]
  return (
    <span className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-md bg-sunken text-ink-2">
      {file.kind === 'image' && !broken ? (
        <img
          src={attachmentUrl(file.id)}
          alt=""
          decoding="async"
          onError={() => setBroken(true)}
          className="size-full object-cover"
        />
      ) : (
        <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />
      )}
    </span>
  )
}

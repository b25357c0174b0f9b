import { TriangleAlert } from 'lucide-react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { attachmentName } from '../../format/attachment-words.ts'
import { uploadOf } from './upload.ts'
import type { TimelineAttachment } from '#shared/contract/areas/attachments.ts'

/** How far the files of a message are on their way, or why one is not. */
export function UploadProgress({ files }: { files: readonly TimelineAttachment[] }) {
  const { value: sent = {} } = useLive('upload.progress', {})
  const { value: status } = useLive('sync.status', {})
  const command = useCommand()
  const failed = files.find(({ upload }) => upload?.state === 'failed')
  if (failed?.upload?.state === 'failed') {
    return (
      <div className="flex items-center gap-2 text-xs text-danger">
        <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
        <span className="min-w-0 flex-1">
          {attachmentName(failed)} was not uploaded: {failed.upload.reason}.
        </span>
        <Button tone="ghost" size="sm" onClick={() => void command('upload.retry', { attachment_id: failed.id })}>
          Try again
        </Button>
      </div>
    )
  }
  const { done, total, percent } = uploadOf(files, sent)
  const words = status?.state === 'online' ? `Uploading ${percent} %` : 'Uploads when there is a network'
  return (
    <div className="flex w-72 max-w-full items-center gap-2 text-2xs text-ink-2">
      <div className="min-w-0 flex-1">
        <ProgressBar label="Uploading files" value={done} max={total} />
      </div>
      <span className="tabular">{words}</span>
    </div>
  )
}

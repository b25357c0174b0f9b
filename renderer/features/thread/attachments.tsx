import { useState } from 'react'
import { ImageViewer } from '../../ui/image-viewer.tsx'
import { attachmentName, warningOf } from '../../format/attachment-words.ts'
import { FailedFile } from './failed-file.tsx'
import { FileCard } from './file-card.tsx'
import { PlayableFile } from './playable-file.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { UploadProgress } from './upload-progress.tsx'
import { useAttachment } from './use-attachment.ts'
import { useFileActions } from './use-file-actions.ts'
import { attachmentUrl, type TimelineAttachment } from '#shared/contract/areas/attachments.ts'

/** The files of a message: pictures side by side, sound and films to play, everything else as cards. */
export function Attachments({ files }: { files: readonly TimelineAttachment[] }) {
  const pictures = files.filter(({ kind, missing }) => kind === 'image' && missing === null)
  const others = files.filter((file) => !pictures.includes(file))
  return (
    <div className="flex flex-col gap-1.5 py-1">
      {pictures.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {pictures.map((file) => (
            <Picture key={file.id} file={file} alone={pictures.length === 1} />
          ))}
        </div>
      )}
      {others.map((file) =>
        file.kind === 'file' || file.missing !== null ? (
          <FileCard key={file.id} file={file} />
        ) : (
          <PlayableFile key={file.id} file={file} />
        ),
      )}
      {files.some(({ upload }) => upload !== null) && <UploadProgress files={files} />}
    </div>
  )
}

/** A picture in a box whose size does not depend on it, so that nothing moves when it arrives. */
function Picture({ file, alone }: { file: TimelineAttachment; alone: boolean }) {
  const { attachment, load } = useAttachment(file.id, true)
  const [open, setOpen] = useState(false)
  const [broken, setBroken] = useState(false)
  const actions = useFileActions(file.id)
  const name = attachmentName(file)
  if (attachment.state === 'ready' && (broken || attachment.file.kind !== 'image')) {
    const note = warningOf(file, attachment.file) ?? 'This picture cannot be shown here.'
    return <FileCard file={file} canOpen={attachment.file.can_open} note={note} />
  }
  if (attachment.state === 'failed') {
    return (
      <FileCard file={file} canOpen={false} note={<FailedFile message={attachment.failure.message} onRetry={load} />} />
    )
  }
  const url = attachment.state === 'ready' ? attachmentUrl(file.id) : null
  return (
    <>
      <Thumbnail name={name} url={url} large={alone} onOpen={() => setOpen(true)} onBroken={() => setBroken(true)} />
      {url !== null && (
        <ImageViewer
          open={open}
          onClose={() => setOpen(false)}
          name={name}
          url={url}
          onOpenOutside={() => void actions.open()}
          onSave={() => void actions.save()}
        />
      )}
    </>
  )
}

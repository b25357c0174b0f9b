import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useApp } from '../../store/store-context.ts'

interface FileActions {
  /** Which of them is under way; fetching a large file takes its time. */
  busy: 'open' | 'save' | null
  open: () => Promise<void>
  save: () => Promise<void>
}

/** What a rep does with a file: open it in its program, or save it. */
export function useFileActions(attachmentId: string): FileActions {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const [busy, setBusy] = useState<FileActions['busy']>(null)
  return {
    busy,
    async open() {
      setBusy('open')
      await command('attachment.open', { attachment_id: attachmentId })
      setBusy(null)
    },
    async save() {
      setBusy('save')
      const result = await command('attachment.save', { attachment_id: attachmentId })
      setBusy(null)
      if (result.ok && result.value.saved_as) showToast({ tone: 'info', text: `Saved as ${result.value.saved_as}.` })
    },
  }
}

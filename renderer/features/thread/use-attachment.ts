import { useEffect, useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import type { LoadedAttachment } from '#shared/contract/areas/attachments.ts'
import type { Failure } from '#shared/contract/result.ts'

export type AttachmentState =
  | { state: 'waiting' }
  | { state: 'loading' }
  | { state: 'ready'; file: LoadedAttachment }
  | { state: 'failed'; failure: Failure }

/**
 * Brings a file onto this device.
 * @param eager whether at once; else when `load` is called
 * @returns what has become of it, and the way to (try to) get it. What failed for want of a network is tried again once
 *   there is one.
 */
export function useAttachment(id: string, eager: boolean): { attachment: AttachmentState; load: () => void } {
  const command = useCommand()
  const { value: status } = useLive('sync.status', {})
  const [attachment, setAttachment] = useState<AttachmentState>({ state: eager ? 'loading' : 'waiting' })
  const isOnline = status?.state === 'online'
  const lacksNetwork = attachment.state === 'failed' && attachment.failure.code === 'offline'

  const isWanted = attachment.state === 'loading' || (isOnline && lacksNetwork)
  useEffect(() => {
    if (!isWanted) return undefined
    let gone = false
    const fetchIt = async () => {
      const result = await command('attachment.load', { attachment_id: id }, { quiet: true })
      if (gone) return
      setAttachment(result.ok ? { state: 'ready', file: result.value } : { state: 'failed', failure: result.error })
    }
    void fetchIt()
    return () => {
      gone = true
    }
  }, [command, id, isWanted])

  return { attachment, load: () => setAttachment({ state: 'loading' }) }
}

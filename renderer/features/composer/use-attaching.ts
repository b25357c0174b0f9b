import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { attachFile } from './attach-file.ts'
import type { DraftFile } from '#shared/contract/areas/attachments.ts'

/** A file on its way into the draft. */
export interface Arriving {
  key: number
  name: string
  done: number
  size: number
}

export interface Attaching {
  files: readonly DraftFile[]
  arriving: readonly Arriving[]
  /** Why the last file could not be attached. */
  problem: string | null
  attach: (files: readonly File[]) => Promise<void>
  remove: (id: string) => void
}

const NONE: readonly DraftFile[] = []

/** The files of a conversation's draft, which main keeps; mount once per conversation. */
export function useAttaching(conversationId: string): Attaching {
  const command = useCommand()
  const { value: files = NONE } = useLive('draft.files', { conversation_id: conversationId })
  const [arriving, setArriving] = useState<readonly Arriving[]>([])
  const [problem, setProblem] = useState<string | null>(null)

  const attachOne = async (file: File, key: number) => {
    setArriving((now) => [...now, { key, name: file.name, done: 0, size: file.size }])
    const refused = await attachFile(command, conversationId, file, (done) =>
      setArriving((now) => now.map((one) => (one.key === key ? { ...one, done } : one))),
    )
    setArriving((now) => now.filter((one) => one.key !== key))
    if (refused) setProblem(refused)
  }
  return {
    files,
    arriving,
    problem,
    async attach(chosen) {
      setProblem(null)
      const first = performance.now()
      // One after the other: they arrive in the order in which they were chosen.
      for (const [index, file] of chosen.entries()) await attachOne(file, first + index)
    },
    remove: (id) => {
      setProblem(null)
      void command('file.drop', { file_id: id })
    },
  }
}

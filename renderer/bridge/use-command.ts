import { useCallback } from 'react'
import { useBridge } from './bridge-context.ts'
import { useAppStore } from '../store/store-context.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/ipc.ts'
import type { Result } from '#shared/contract/result.ts'

export type RunCommand = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  options?: { quiet?: boolean },
) => Promise<Result<CommandOutput<N>>>

/**
 * The way to run commands. A failure is shown as a toast with main's sentence, which says what happened and what to do,
 * unless `quiet` (the caller shows it, or nobody asked for the command).
 */
export function useCommand(): RunCommand {
  const { desk } = useBridge()
  const store = useAppStore()
  return useCallback(
    async (name, input, options) => {
      const result = await desk.command(name, input)
      if (!result.ok && !options?.quiet) store.getState().showToast({ tone: 'error', text: result.error.message })
      return result
    },
    [desk, store],
  )
}

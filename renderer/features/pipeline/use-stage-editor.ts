import { useMemo } from 'react'
import { useDeferred } from '../../actions/use-deferred.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'
import type { EditedStage, PipelineEditor } from '#shared/contract/areas/stage-editor.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'

export type StageFields = CommandInput<'stage.edit'>['set']

/** What administrators do with a pipeline: kept here at once, told, and undone for a while. */
export interface StageEdits {
  /** @returns what was wrong, as a sentence; null when it is kept */
  rename: (name: string) => Promise<string | null>
  /** @returns what was wrong, as a sentence; null when it is kept */
  edit: (stage: EditedStage, set: StageFields) => Promise<string | null>
  /** @returns what was wrong, as a sentence; null when it is kept */
  add: (name: string, kind: EditedStage['kind']) => Promise<string | null>
  /** Resolves to whether the new order is kept. */
  reorder: (ids: readonly string[], before: readonly string[], quiet?: boolean) => Promise<boolean>
  remove: (stage: EditedStage, targetId: string) => void
  removePipeline: (targetId: string) => void
}

export function useStageEdits({ pipeline }: PipelineEditor): StageEdits {
  const command = useCommand()
  const store = useAppStore()
  const defer = useDeferred()
  const { id: pipeline_id, name: pipelineName } = pipeline
  return useMemo(() => {
    const tell = (text: string, undo: () => void) =>
      store.getState().showToast({ tone: 'info', text, action: { label: UNDO, run: undo } })

    const reorder: StageEdits['reorder'] = async (ids, before, quiet = false) => {
      const result = await command('stage.reorder', { pipeline_id, stage_ids: [...ids] })
      if (result.ok && !quiet) tell('The stages have another order', () => void reorder(before, ids, true))
      return result.ok
    }

    return {
      async rename(name) {
        const result = await command('pipeline.rename', { pipeline_id, name }, { quiet: true })
        if (!result.ok) return result.error.message
        tell(`Pipeline “${name.trim()}” renamed`, () => {
          void command('pipeline.rename', { pipeline_id, name: pipelineName })
        })
        return null
      },
      async edit(stage, set) {
        const result = await command('stage.edit', { pipeline_id, stage_id: stage.id, set }, { quiet: true })
        if (!result.ok) return result.error.message
        const { name, color, probability, rotting_days } = stage
        tell(`Stage “${set.name?.trim() ?? name}” changed`, () => {
          const before = Object.entries({ name, color, probability, rotting_days }).filter(([field]) => field in set)
          void command('stage.edit', { pipeline_id, stage_id: stage.id, set: Object.fromEntries(before) })
        })
        return null
      },
      async add(name, kind) {
        const result = await command('stage.create', { pipeline_id, name, kind }, { quiet: true })
        return result.ok ? null : result.error.message
      },
      reorder,
      remove(stage, target_id) {
        const run = () => command('stage.delete', { stage_id: stage.id, target_id })
        defer({ id: stage.id, text: `Stage “${stage.name}” deleted`, run })
      },
      removePipeline(target_id) {
        const run = () => command('pipeline.delete', { pipeline_id, target_id })
        defer({ id: pipeline_id, text: `Pipeline “${pipelineName}” deleted`, run })
      },
    }
  }, [command, defer, pipelineName, pipeline_id, store])
}

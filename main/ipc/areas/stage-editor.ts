import type { z } from 'zod'
import type { PipelineKind } from '#shared/contract/areas/pipeline.ts'
import type { PipelineEditor, STAGE_EDITOR_COMMANDS } from '#shared/contract/areas/stage-editor.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { StageKind } from '#shared/domain/vocabulary.ts'
import type { NewMutation } from '../../db/calls.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof STAGE_EDITOR_COMMANDS]: (
    input: z.output<(typeof STAGE_EDITOR_COMMANDS)[N]>,
  ) => Promise<CommandOutput<N>>
}

/** What a stage looks like where nobody has said. */
const COLORS: Record<StageKind, string> = { open: '#64748b', won: '#1fa37a', lost: '#d14343' }
const CHANCES: Record<StageKind, number> = { open: 0, won: 100, lost: 0 }

/** What a pipeline begins with. */
const FIRST_STAGES: Record<PipelineKind, { name: string; kind: StageKind; probability?: number }[]> = {
  lead: [
    { name: 'New', kind: 'open' },
    { name: 'In progress', kind: 'open' },
    { name: 'Won', kind: 'won' },
    { name: 'Lost', kind: 'lost' },
  ],
  deal: [
    { name: 'New', kind: 'open', probability: 10 },
    { name: 'Proposal', kind: 'open', probability: 50 },
    { name: 'Won', kind: 'won' },
    { name: 'Lost', kind: 'lost' },
  ],
}

/** As `stage.reorder` takes them. */
const MOST_STAGES = 100

const plain = (name: string): string => name.trim().toLocaleLowerCase()

/** What the commands of the editor of stages do: for administrators, as the server has it too. */
export function stageEditorHandlers({ workspace, commit, now }: AreaContext): Handlers {
  function administers(): void {
    const { role } = workspace().identity.user
    if (role !== 'owner' && role !== 'admin') {
      throw new ExpectedError('forbidden', 'Only administrators change pipelines and their stages.')
    }
  }

  async function editorOf(pipeline_id: string): Promise<PipelineEditor> {
    const editor = await workspace().db.read('pipeline.editor', { pipeline_id })
    if (!editor)
      throw new ExpectedError('not_found', 'This pipeline is no longer here. A colleague may have deleted it.')
    return editor
  }

  /** Names are unique in a pipeline; better said at once than refused by the server later. */
  function free(name: string, { stages }: PipelineEditor, except?: string): string {
    const wanted = name.trim()
    if (wanted === '') throw new ExpectedError('invalid_input', 'A stage needs a name.')
    if (stages.some((stage) => stage.id !== except && plain(stage.name) === plain(wanted))) {
      throw new ExpectedError('conflict', `This pipeline has a stage called “${wanted}” already. Choose another name.`)
    }
    return wanted
  }

  const newStage = (
    pipeline_id: string,
    position: number,
    of: { name: string; kind: StageKind; probability?: number },
  ) => ({
    name: 'stage.create' as const,
    args: {
      stage_id: uuidv7(now()),
      pipeline_id,
      position,
      color: COLORS[of.kind],
      probability: CHANCES[of.kind],
      ...of,
    },
  })

  return {
    async 'pipeline.create'({ name, kind }) {
      administers()
      const { pipelines } = await workspace().db.read('board.view', { pipeline_id: null, filter: {} })
      const wanted = name.trim()
      if (wanted === '') throw new ExpectedError('invalid_input', 'A pipeline needs a name.')
      if (pipelines.some((other) => other.kind === kind && plain(other.name) === plain(wanted))) {
        throw new ExpectedError('conflict', `There is a pipeline called “${wanted}” already. Choose another name.`)
      }
      const pipeline_id = uuidv7(now())
      const changes: NewMutation[] = [
        { name: 'pipeline.create', args: { pipeline_id, name: wanted, kind, position: pipelines.length } },
        ...FIRST_STAGES[kind].map((stage, position) => newStage(pipeline_id, position, stage)),
      ]
      await commit(changes.pop()!, { first: changes })
      return { pipeline_id }
    },
    async 'pipeline.rename'({ pipeline_id, name }) {
      administers()
      if (name.trim() === '') throw new ExpectedError('invalid_input', 'A pipeline needs a name.')
      return commit({ name: 'pipeline.edit', args: { pipeline_id, set: { name: name.trim() } } })
    },
    async 'pipeline.delete'(args) {
      administers()
      const { pipeline } = await editorOf(args.pipeline_id)
      if (pipeline.is_default) {
        throw new ExpectedError('invalid_input', 'New leads and deals arrive in the default pipeline, so it stays.')
      }
      return commit({ name: 'pipeline.delete', args })
    },
    async 'stage.create'({ pipeline_id, name, kind }) {
      administers()
      const editor = await editorOf(pipeline_id)
      if (editor.stages.length >= MOST_STAGES) {
        throw new ExpectedError('invalid_input', `A pipeline has at most ${MOST_STAGES} stages.`)
      }
      const position = (editor.stages.at(-1)?.position ?? -1) + 1
      const stage = newStage(pipeline_id, position, { name: free(name, editor), kind })
      await commit(stage)
      return { stage_id: stage.args.stage_id }
    },
    async 'stage.edit'({ pipeline_id, stage_id, set }) {
      administers()
      const name = set.name === undefined ? {} : { name: free(set.name, await editorOf(pipeline_id), stage_id) }
      return commit({ name: 'stage.edit', args: { stage_id, set: { ...set, ...name } } })
    },
    async 'stage.reorder'(args) {
      administers()
      return commit({ name: 'stage.reorder', args })
    },
    async 'stage.delete'(args) {
      administers()
      return commit({ name: 'stage.delete', args })
    },
  }
}

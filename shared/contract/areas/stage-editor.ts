/** The contract of the editor of pipelines and their stages, which administrators have. */
import { z } from 'zod'
import { color, name, percent, uuid, whole } from '../../domain/mutations/arguments.ts'
import { PIPELINE_KINDS, STAGE_KINDS } from '../../domain/vocabulary.ts'
import type { PipelineKind } from './pipeline.ts'
import type { SaveState } from '../read-models.ts'
import type { StageKind } from '../../domain/vocabulary.ts'

const stageName = name(100)
const pipelineName = name(200)

export const STAGE_EDITOR_COMMANDS = {
  /** A new pipeline with the stages that one of its kind begins with. */
  'pipeline.create': z.object({ name: pipelineName, kind: z.enum(PIPELINE_KINDS) }),
  'pipeline.rename': z.object({ pipeline_id: uuid, name: pipelineName }),
  /** `target_id`: the stage of another pipeline that its cards move to. */
  'pipeline.delete': z.object({ pipeline_id: uuid, target_id: uuid }),
  /** At the end of the pipeline. */
  'stage.create': z.object({ pipeline_id: uuid, name: stageName, kind: z.enum(STAGE_KINDS) }),
  'stage.edit': z.object({
    pipeline_id: uuid,
    stage_id: uuid,
    /** `rotting_days` 0: its cards never rot. */
    set: z.object({ name: stageName, color, probability: percent, rotting_days: whole(0).max(3650) }).partial(),
  }),
  /** All stages of the pipeline in their new order. */
  'stage.reorder': z.object({ pipeline_id: uuid, stage_ids: z.array(uuid).min(1).max(100) }),
  /** `target_id`: the stage that its cards move to. */
  'stage.delete': z.object({ stage_id: uuid, target_id: uuid }),
} as const

export const STAGE_EDITOR_QUERIES = {
  /** Null when there is no such pipeline here. */
  'pipeline.editor': z.object({ pipeline_id: uuid }),
} as const

export interface EditedStage {
  id: string
  name: string
  color: string
  kind: StageKind
  position: number
  probability: number
  /** 0: never. */
  rotting_days: number
  cards: number
  /** It is to be deleted, and is once the server has moved its cards. */
  leaving: boolean
  save_state: SaveState
}

export interface PipelineEditor {
  pipeline: {
    id: string
    name: string
    kind: PipelineKind
    is_default: boolean
    leaving: boolean
    save_state: SaveState
  }
  /** In their order. */
  stages: EditedStage[]
  /** Stages of the other pipelines of its kind, where its cards can move to. */
  elsewhere: { id: string; name: string; pipeline: string }[]
}

export interface StageEditorCommandOutputs {
  'pipeline.create': { pipeline_id: string }
  'stage.create': { stage_id: string }
}

export interface StageEditorQueryOutputs {
  'pipeline.editor': PipelineEditor | null
}

import { z } from 'zod'
import { PIPELINE_KINDS, STAGE_KINDS } from '../vocabulary.ts'
import { color, name, percent, uuid, whole } from './arguments.ts'
import { define, patch } from './define.ts'
import { creation, edition } from './rows.ts'

/** After so many days without a plan a card rots; 0: never. */
const rotting_days = z.int().min(0).max(3650)
const stageFields = { name: name(100), color, probability: percent, rotting_days }
const { name: stageName, ...moreOfStage } = stageFields

/** Pipelines and their stages, for those who administer the organisation. */
export const PIPELINE_MUTATIONS = {
  'pipeline.create': creation('pipelines', 'pipeline_id', {
    needs: { name: name(200), kind: z.enum(PIPELINE_KINDS) },
    may: { position: whole() },
    blank: () => ({ position: 0, is_default: false }),
  }),
  'pipeline.edit': edition('pipelines', 'pipeline_id', { name: name(200), position: whole() }),
  /** With its stages; its leads and deals move to the target, a stage of another pipeline. It stays as a stage does. */
  'pipeline.delete': define({
    v: 1,
    args: z.object({ pipeline_id: uuid, target_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { pipeline_id }) => patch(rows, 'pipelines', pipeline_id, {}),
  }),

  'stage.create': creation('pipeline_stages', 'stage_id', {
    needs: { pipeline_id: uuid, name: stageName, position: whole() },
    may: { kind: z.enum(STAGE_KINDS), ...moreOfStage },
    parents: { pipeline_id: 'pipelines' },
    blank: () => ({ color: '#64748b', kind: 'open', probability: 0, is_default: false, rotting_days: 14 }),
  }),
  'stage.edit': edition('pipeline_stages', 'stage_id', stageFields),
  /** All the stages of a pipeline in their new order. */
  'stage.reorder': define({
    v: 1,
    args: z.object({ pipeline_id: uuid, stage_ids: z.array(uuid).min(1).max(100) }),
    whenParked: 'drop',
    apply(rows, { stage_ids }) {
      for (const [position, id] of stage_ids.entries()) patch(rows, 'pipeline_stages', id, { position })
    },
  }),
  /**
   * Its leads and deals move to the target, with history. The stage stays here until the server has deleted it: without it
   * its cards would be in no column.
   */
  'stage.delete': define({
    v: 1,
    args: z.object({ stage_id: uuid, target_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { stage_id }) => patch(rows, 'pipeline_stages', stage_id, {}),
  }),
} as const

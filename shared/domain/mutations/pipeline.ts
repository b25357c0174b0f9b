import { z } from 'zod'
import { PIPELINE_KINDS, STAGE_KINDS } from '../vocabulary.ts'
import { color, name, percent, uuid, whole } from './arguments.ts'
import { define, patch } from './define.ts'
import { creation, edition } from './rows.ts'

const stageFields = { name: name(100), color, probability: percent }
const { name: stageName, ...moreOfStage } = stageFields

/** Pipelines and their stages, for those who administer the organisation. */
export const PIPELINE_MUTATIONS = {
  'pipeline.create': creation('pipelines', 'pipeline_id', {
    needs: { name: name(200), kind: z.enum(PIPELINE_KINDS) },
    may: { position: whole() },
    blank: () => ({ position: 0, is_default: false }),
  }),
  'pipeline.edit': edition('pipelines', 'pipeline_id', { name: name(200), position: whole() }),

  'stage.create': creation('pipeline_stages', 'stage_id', {
    needs: { pipeline_id: uuid, name: stageName, position: whole() },
    may: { kind: z.enum(STAGE_KINDS), ...moreOfStage },
    parents: { pipeline_id: 'pipelines' },
    blank: () => ({ color: '#64748b', kind: 'open', probability: 0, is_default: false }),
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
  /** Its leads and deals move to the target, with history. The cache moves them when the server has. */
  'stage.delete': define({
    v: 1,
    args: z.object({ stage_id: uuid, target_id: uuid }),
    whenParked: 'drop',
    apply(rows, { stage_id, target_id }) {
      const stage = rows.get('pipeline_stages', stage_id)
      const target = rows.get('pipeline_stages', target_id)
      if (!stage || !target || stage_id === target_id) return
      if (stage.is_default && stage.pipeline_id === target.pipeline_id) {
        rows.put('pipeline_stages', { ...target, is_default: true })
      }
      rows.delete('pipeline_stages', stage_id)
    },
  }),
} as const

import type { EditedStage, PipelineEditor } from '#shared/contract/areas/stage-editor.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

type Stored<T extends { leaving: boolean; save_state: unknown }> = Omit<T, 'leaving' | 'save_state'> & {
  leaving: number
  save_strength: number | null
}

/** Whether a deletion of the row waits: the cards move with it, so it stays until the server has done both. */
const leaving = (mutation: string, argument: string, id: string): string =>
  `exists (select 1 from outbox as o where o.name = '${mutation}' and o.shown
    and json_extract(o.args, '$.${argument}') = ${id}) as leaving`

const PIPELINE = `select p.id, p.name, p.kind, p.is_default, ${leaving('pipeline.delete', 'pipeline_id', 'p.id')},
    ${saveStateSql('pipelines', 'p.id')} as save_strength
  from pipelines as p where p.id = ?`

const CARDS = `coalesce((select sum(b.cards) from board_stats as b
    where b.stage = (select no from inbox_values where value = s.id) and b.deal_stage = 0), 0)`

const STAGES = `select s.id, s.name, s.color, s.kind, s.position, s.probability, s.rotting_days, ${CARDS} as cards,
    ${leaving('stage.delete', 'stage_id', 's.id')}, ${saveStateSql('pipeline_stages', 's.id')} as save_strength
  from pipeline_stages as s where s.pipeline_id = ? order by s.position, s.id`

const ELSEWHERE = `select s.id, s.name, p.name as pipeline
  from pipelines as p join pipeline_stages as s on s.pipeline_id = p.id
  where p.kind = :kind and p.id <> :id order by p.position, p.id, s.position, s.id`

/** A pipeline as its administrators edit it: small tables of the organisation, read whole. */
export function pipelineEditor(db: Connection): (input: ReadInput<'pipeline.editor'>) => PipelineEditor | null {
  const pipelineOf = db.prepare<
    [string],
    Omit<Stored<PipelineEditor['pipeline']>, 'is_default'> & { is_default: number }
  >(PIPELINE)
  const stagesOf = db.prepare<[string], Stored<EditedStage>>(STAGES)
  const elsewhere = db.prepare<[{ kind: string; id: string }], PipelineEditor['elsewhere'][number]>(ELSEWHERE)
  return ({ pipeline_id }) => {
    const stored = pipelineOf.get(pipeline_id)
    if (!stored) return null
    const { is_default, ...pipeline } = stored
    return {
      pipeline: { ...shown(pipeline), is_default: is_default === 1 },
      stages: stagesOf.all(pipeline_id).map(shown),
      elsewhere: elsewhere.all({ kind: pipeline.kind, id: pipeline.id }),
    }
  }
}

const shown = <T extends { leaving: number; save_strength: number | null }>({ leaving, save_strength, ...row }: T) => ({
  ...row,
  leaving: leaving === 1,
  save_state: saveStateOf(save_strength),
})

import type { StageChoice, TriageChoices } from '#shared/contract/areas/triage.ts'
import type { Connection } from '../connection.ts'

/** What conversations can be filtered by and set to: channels in use, stages of leads in their order, tags by name. */
export function triageChoices(db: Connection): () => TriageChoices {
  const channels = db.prepare<[], TriageChoices['channels'][number]>(
    'select id, name, platform from channels where is_active order by name, id',
  )
  const stages = db.prepare<[], StageChoice>(
    `select stage.id, stage.name, stage.color, stage.kind, pipeline.name as pipeline
     from pipelines as pipeline join pipeline_stages as stage on stage.pipeline_id = pipeline.id
     where pipeline.kind = 'lead' order by pipeline.position, pipeline.id, stage.position, stage.id`,
  )
  const tags = db.prepare<[], TriageChoices['tags'][number]>('select name, color from tags order by name')
  return () => ({ channels: channels.all(), stages: stages.all(), tags: tags.all() })
}

import type { LeadChoices, StageChoice } from '#shared/contract/lead-models.ts'
import type { Connection } from '../connection.ts'

const STAGES = `select s.id, s.name, s.color, s.kind from pipeline_stages as s join pipelines as p on p.id = s.pipeline_id
  where p.kind = 'lead' and p.is_default order by s.position, s.id`

/** What a lead may be set to: small tables of the organisation, read whole. */
export function leadChoices(db: Connection): () => LeadChoices {
  const country = db.prepare<[], string>('select default_country from organizations limit 1').pluck()
  const brands = db.prepare<[], { id: string; name: string; is_default: number }>(
    'select id, name, is_default from brands order by is_default desc, name collate nocase',
  )
  const stages = db.prepare<[], StageChoice>(STAGES)
  const tags = db.prepare<[], LeadChoices['tags'][number]>('select name, color from tags order by name collate nocase')
  const campaigns = db.prepare<[], LeadChoices['campaigns'][number]>(
    'select id, name, tag from campaigns where is_active order by name collate nocase',
  )
  return () => ({
    default_country: country.get() ?? 'GB',
    brands: brands.all().map((brand) => ({ ...brand, is_default: brand.is_default === 1 })),
    stages: stages.all(),
    tags: tags.all(),
    campaigns: campaigns.all(),
  })
}

/** What everybody else writes: customers, imports, rules, colleagues in the office, an admin. */
import type { SERVER_STEPS, Step } from './history.ts'
import { idOf } from './random.ts'
import type { Playing } from './random.ts'
import type { Workplace } from './site.ts'

export type ServerStepName = keyof typeof SERVER_STEPS
/** Steps that are a transaction of statements. */
export type WriterName = Exclude<ServerStepName, 'begin' | 'commit' | 'rollback' | 'backup' | 'restore'>

/** A statement; its parameters are named in the order of their numbers. */
export interface Statement {
  text: string
  parameters: (string | number | null)[]
}

type Writer = (workplace: Workplace, step: Step, playing: Playing) => Statement[]

const one = (text: string, ...parameters: Statement['parameters']): Statement[] => [{ text, parameters }]

/** A row of the organisation by its place; `$1` is the organisation, `$2` the place. */
const nth = (relation: string) => `simulator.nth('${relation}', $1::uuid, $2::integer)`

const memberOrNobody = ({ members }: Workplace, variant: number) =>
  [null, ...members][variant % (members.length + 1)] ?? null

export const WRITERS: Record<WriterName, Writer> = {
  inbound: ({ organizationId }, { n, pick }, playing) =>
    one(
      `insert into public.messages (id, conversation_id, direction, sender_type, body)
       select $3::uuid, c.id, 'inbound', 'customer', $4 from public.conversations c where c.id = ${nth('conversations')}`,
      organizationId,
      pick,
      idOf(playing, n, 0),
      `customer ${n}`,
    ),
  reply: ({ organizationId }, { n, pick }, playing) =>
    one(
      `insert into public.messages (id, conversation_id, direction, sender_type, body)
       select $3::uuid, c.id, 'outbound', 'ai', $4 from public.conversations c where c.id = ${nth('conversations')}`,
      organizationId,
      pick,
      idOf(playing, n, 0),
      `assistant ${n}`,
    ),
  score: ({ organizationId }, { pick, variant }) =>
    one(
      `update public.leads set lead_score = $3::integer, temperature = 'warm' where id = ${nth('leads')}`,
      organizationId,
      pick,
      variant,
    ),
  rename: ({ organizationId }, { n, pick, variant }) =>
    one(
      `update public.leads set ${variant % 2 ? 'first_name' : 'last_name'} = $3 where id = ${nth('leads')}`,
      organizationId,
      pick,
      `office ${n}`,
    ),
  tag: ({ organizationId }, { pick, variant }) =>
    one(
      `update public.leads set tags = array[$3, 'office'] where id = ${nth('leads')}`,
      organizationId,
      pick,
      `tag ${variant % 3}`,
    ),
  stage: ({ organizationId }, { pick, variant }) =>
    one(
      `update public.leads set pipeline_stage_id = (
         select s.id from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
         where s.organization_id = $1::uuid and p.kind = 'lead' order by s.position offset $3::integer limit 1)
       where id = ${nth('leads')}`,
      organizationId,
      pick,
      variant % 6,
    ),
  reassign: (workplace, { pick, variant }) =>
    one(
      `update public.leads set owner_id = $3::uuid where id = ${nth('leads')}`,
      workplace.organizationId,
      pick,
      memberOrNobody(workplace, variant),
    ),
  'assign-conversation': (workplace, { pick, variant }) =>
    one(
      `update public.conversations set assigned_to = $3::uuid where id = ${nth('conversations')}`,
      workplace.organizationId,
      pick,
      memberOrNobody(workplace, variant),
    ),
  'close-conversation': ({ organizationId }, { pick, variant }) =>
    one(
      `update public.conversations set status = $3 where id = ${nth('conversations')}`,
      organizationId,
      pick,
      variant % 2 ? 'closed' : 'open',
    ),
  'write-note': ({ organizationId }, { n, pick, variant }) =>
    one(
      `update public.notes set body = (
         select string_agg(case when l.n = 1 + $3::integer % 3 then $4 else l.line end, e'\\n' order by l.n)
         from string_to_table(body, e'\\n') with ordinality l (line, n))
       where id = ${nth('notes')}`,
      organizationId,
      pick,
      variant,
      `office ${n}`,
    ),
  'add-note': ({ organizationId }, { n, pick }, playing) =>
    one(
      `insert into public.notes (id, organization_id, lead_id, body)
       select $3::uuid, $1::uuid, l.id, $4 from public.leads l where l.id = ${nth('leads')}`,
      organizationId,
      pick,
      idOf(playing, n, 0),
      `office ${n}`,
    ),
  'delete-note': ({ organizationId }, { pick }) =>
    one(`delete from public.notes where id = ${nth('notes')}`, organizationId, pick),
  'delete-conversation': ({ organizationId }, { pick }) =>
    one(`delete from public.conversations where id = ${nth('conversations')}`, organizationId, pick),
  'delete-lead': ({ organizationId }, { pick }) =>
    one(`delete from public.leads where id = ${nth('leads')}`, organizationId, pick),
  import: imported,
  'into-dataset': ({ organizationId, datasetId }, { n, pick, variant }, playing) =>
    variant % 2
      ? one(
          `insert into public.dataset_leads (id, organization_id, dataset_id, lead_id)
           select $4::uuid, $1::uuid, $3::uuid, l.id from public.leads l where l.id = ${nth('leads')}
           on conflict do nothing`,
          organizationId,
          pick,
          datasetId,
          idOf(playing, n, 0),
        )
      : one(`delete from public.dataset_leads where id = ${nth('dataset_leads')}`, organizationId, pick),
  role: ({ members }, { pick, variant }) =>
    one(
      `update public.profiles set role = $2 where id = $1::uuid`,
      members[pick % members.length]!,
      ['sales_rep', 'manager', 'viewer', 'sales_rep'][variant % 4]!,
    ),
  datasets: ({ members, datasetId }, { pick, variant }) =>
    one(
      `update public.profiles set allowed_dataset_ids = case when $3::integer = 1 then array[$2::uuid] end where id = $1::uuid`,
      members[pick % members.length]!,
      datasetId,
      variant % 2,
    ),
  status: ({ members }, { pick, variant }) =>
    one(
      `update public.profiles set status = $2 where id = $1::uuid`,
      members[pick % members.length]!,
      variant % 3 ? 'active' : 'suspended',
    ),
  purge: () => one(`select sync.purge_history('0 seconds')`),
}

/** An import writes several leads with all that is theirs in one transaction. */
function imported(
  { organizationId, brandId, channelId, members }: Workplace,
  { n, variant }: Step,
  playing: Playing,
): Statement[] {
  return [0, 1, 2].flatMap((k) => {
    const lead = idOf(playing, n, k)
    const conversation = idOf(playing, n, 10 + k)
    const owner = [null, ...members][(variant + k) % (members.length + 1)] ?? null
    return [
      ...one(
        `insert into public.leads (id, organization_id, brand_id, first_name, owner_id)
         values ($1::uuid, $2::uuid, $3::uuid, $4, $5::uuid)`,
        lead,
        organizationId,
        brandId,
        `Imported ${n}`,
        owner,
      ),
      ...one(
        `insert into public.conversations (id, organization_id, lead_id, channel_id, platform)
         values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'sms')`,
        conversation,
        organizationId,
        lead,
        channelId,
      ),
      ...one(
        `insert into public.messages (id, conversation_id, direction, sender_type, body)
         values ($1::uuid, $2::uuid, 'inbound', 'customer', 'Saw you at the fair')`,
        idOf(playing, n, 20 + k),
        conversation,
      ),
    ]
  })
}

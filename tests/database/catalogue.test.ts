import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { MUTATIONS } from '#shared/domain/mutations.ts'
import * as vocabulary from '#shared/domain/vocabulary.ts'
import { TABLE_NAMES, columnsOf } from '#shared/replication/tables.ts'
import { startDatabase } from '#tests/support/database.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

/** Schemas whose objects are ours. */
const OURS = ['public', 'app', 'sync']

/** Check constraints and the closed set of shared/domain/vocabulary.ts that each must hold. */
const SETS: Record<string, readonly string[]> = {
  profiles_role_check: vocabulary.ROLES,
  user_invitations_role_check: vocabulary.ROLES,
  channels_platform_check: vocabulary.PLATFORMS,
  contact_points_platform_check: vocabulary.PLATFORMS,
  conversations_platform_check: vocabulary.PLATFORMS,
  messages_platform_check: vocabulary.PLATFORMS,
  leads_first_touchpoint_check: vocabulary.PLATFORMS,
  leads_last_touchpoint_check: vocabulary.PLATFORMS,
  conversations_status_check: vocabulary.CONVERSATION_STATUSES,
  conversations_priority_check: vocabulary.PRIORITIES,
  activities_priority_check: vocabulary.PRIORITIES,
  conversations_last_message_direction_check: vocabulary.DIRECTIONS,
  messages_direction_check: vocabulary.DIRECTIONS,
  messages_sender_type_check: vocabulary.SENDER_TYPES,
  messages_content_type_check: vocabulary.CONTENT_TYPES,
  messages_status_check: vocabulary.MESSAGE_STATUSES,
  notes_type_check: vocabulary.NOTE_TYPES,
  pipeline_stages_kind_check: vocabulary.STAGE_KINDS,
  pipelines_kind_check: vocabulary.PIPELINE_KINDS,
  leads_contact_status_check: vocabulary.CONTACT_STATUSES,
  dataset_leads_contact_status_check: vocabulary.CONTACT_STATUSES,
  leads_lead_status_check: vocabulary.LEAD_STATUSES,
  leads_lifecycle_stage_check: vocabulary.LIFECYCLE_STAGES,
  leads_client_type_check: vocabulary.CLIENT_TYPES,
  leads_temperature_check: vocabulary.TEMPERATURES,
  leads_sentiment_check: vocabulary.SENTIMENTS,
  conversations_sentiment_check: vocabulary.SENTIMENTS,
  activities_type_check: vocabulary.ACTIVITY_TYPES,
  activities_status_check: vocabulary.ACTIVITY_STATUSES,
  bookings_status_check: vocabulary.BOOKING_STATUSES,
  profiles_status_check: vocabulary.PROFILE_STATUSES,
  touchpoint_sessions_kind_check: vocabulary.SESSION_KINDS,
  touchpoint_sessions_session_status_check: vocabulary.SESSION_STATUSES,
  touchpoint_sessions_sentiment_check: vocabulary.SENTIMENTS,
  touchpoint_sessions_booking_status_check: vocabulary.BOOKING_STATUSES,
  touchpoint_sessions_call_direction_check: vocabulary.DIRECTIONS,
  consents_platform_check: vocabulary.PLATFORMS,
  consents_status_check: vocabulary.CONSENT_STATUSES,
  consent_changes_status_check: vocabulary.CONSENT_STATUSES,
  consents_source_check: vocabulary.CONSENT_SOURCES,
  orders_status_check: vocabulary.ORDER_STATUSES,
  datasets_campaign_status_check: vocabulary.DATASET_STATUSES,
  campaign_settings_delay_type_check: vocabulary.DELAY_TYPES,
  campaign_settings_duplicate_action_check: vocabulary.DUPLICATE_ACTIONS,
  imports_duplicate_action_check: vocabulary.DUPLICATE_ACTIONS,
  campaign_settings_hot_lead_assignment_rule_check: vocabulary.ASSIGNMENT_RULES,
  campaign_settings_required_fields_check: vocabulary.IMPORT_FIELDS,
  campaign_settings_sending_days_check: vocabulary.WEEKDAYS,
  campaign_steps_step_check: vocabulary.SEQUENCE_STEPS,
  campaign_enrollments_status_check: vocabulary.ENROLLMENT_STATUSES,
  message_templates_type_check: vocabulary.TEMPLATE_TYPES,
  message_templates_approval_status_check: vocabulary.APPROVAL_STATUSES,
  lessons_lesson_type_check: vocabulary.LESSON_TYPES,
  lessons_source_check: vocabulary.LESSON_SOURCES,
  lessons_status_check: vocabulary.LESSON_STATUSES,
  prompts_created_from_check: vocabulary.PROMPT_ORIGINS,
  prompts_status_check: vocabulary.PROMPT_STATUSES,
  prompt_versions_created_by_type_check: vocabulary.PROMPT_AUTHOR_TYPES,
  insights_type_check: vocabulary.INSIGHT_TYPES,
  insights_severity_check: vocabulary.INSIGHT_SEVERITIES,
  insights_status_check: vocabulary.INSIGHT_STATUSES,
  saved_views_kind_check: vocabulary.SAVED_VIEW_KINDS,
  notification_preferences_event_check: vocabulary.NOTIFICATION_EVENTS,
  notification_preferences_split_check: vocabulary.NOTIFICATION_SPLITS,
  hot_events_status_check: vocabulary.HOT_EVENT_STATUSES,
  hot_acknowledgements_action_check: vocabulary.HOT_ACTIONS,
}

describe('walls', () => {
  test('every table has row level security, forced, and a policy', async () => {
    const open = await backend.sql`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${backend.sql(OURS)} and c.relkind in ('r', 'p') and not (
        c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`
    expect(open.map((row) => String(row.name))).toEqual([])
  })

  test('no function can be redirected by a search_path', async () => {
    const open = await backend.sql`
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${backend.sql(OURS)} and p.prosqlbody is null
        and not coalesce('search_path=""' = any (p.proconfig), false)
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`
    expect(open.map((row) => String(row.name))).toEqual([])
  })

  test('every foreign key is indexed', async () => {
    const bare = await backend.sql`
      select k.conrelid::regclass || '.' || a.attname as name
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'f' and n.nspname in ${backend.sql(OURS)} and k.conparentid = 0
        and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])`
    expect(bare.map((row) => String(row.name))).toEqual([])
  })

  test('anon may do nothing with our tables and functions', async () => {
    const open = await backend.sql`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${backend.sql(OURS)} and c.relkind in ('r', 'p', 'v', 'm', 'S')
        and has_table_privilege('anon', c.oid, 'select, insert, update, delete, truncate')
      union all
      select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${backend.sql(OURS)} and has_function_privilege('anon', p.oid, 'execute')
        and (n.nspname = 'public' or has_schema_privilege('anon', n.oid, 'usage'))`
    expect(open.map((row) => String(row.name))).toEqual([])
  })

  test('members cannot write replicated tables past sync_push, nor enter its schema', async () => {
    const writable = await backend.sql`
      select t.name from sync.tables t
      where has_table_privilege('authenticated', 'public.' || t.name, 'insert, update, delete, truncate')`
    expect(writable.map((row) => String(row.name))).toEqual([])
    const [access] = await backend.sql`select has_schema_privilege('authenticated', 'sync', 'usage') as enters`
    expect(access!.enters).toBe(false)
  })

  test('of profiles, members may update name, avatar and phone, and no other column', async () => {
    const columns = await backend.sql`
      select a.attname as name from pg_attribute a where a.attrelid = 'public.profiles'::regclass and a.attnum > 0
        and not a.attisdropped and has_column_privilege('authenticated', a.attrelid, a.attname, 'update') order by 1`
    expect(columns.map((row) => String(row.name))).toEqual(['avatar_url', 'full_name', 'phone'])
  })

  test('no function that members may call takes SQL from them', async () => {
    const open = await backend.sql`
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${backend.sql(OURS)} and has_function_privilege('authenticated', p.oid, 'execute')
        and has_schema_privilege('authenticated', n.oid, 'usage')
        and exists (select from unnest(p.proargnames) a where a ~ '(^|_)(sql|query|relation|condition)$')`
    expect(open.map((row) => String(row.name))).toEqual([])
  })

  test('sync_push runs as a role that row level security binds', async () => {
    const [owner] = await backend.sql`
      select r.rolname, r.rolsuper or r.rolbypassrls as exempt, p.prosecdef from pg_proc p
      join pg_roles r on r.oid = p.proowner where p.oid = 'public.sync_push'::regproc`
    expect(owner).toMatchObject({ rolname: 'leadline_sync', exempt: false, prosecdef: true })
  })
})

describe('the contract with the desktop', () => {
  test('replicates the tables and columns of shared/replication/tables.ts, in their order', async () => {
    const stored = await backend.sql<
      Record<'table_name' | 'column_name' | 'type' | 'rule' | 'is_nullable' | 'merge_group', unknown>[]
    >`
      select c.table_name, c.column_name, c.type, c.is_nullable, c.rule, c.merge_group
      from sync.columns c join sync.tables t on t.name = c.table_name order by t.position, c.position`
    const declared = TABLE_NAMES.flatMap((table_name) =>
      columnsOf(table_name).map(([column_name, { type, nullable, rule, group }]) => ({
        table_name,
        column_name,
        type,
        is_nullable: nullable,
        rule,
        merge_group: group ?? null,
      })),
    )
    expect([...stored]).toEqual(declared)
  })

  test('holds null where the contract does, and nowhere else', async () => {
    const wrong = await backend.sql`
      select c.table_name || '.' || c.column_name as name from sync.columns c
      left join pg_attribute a on a.attrelid = ('public.' || c.table_name)::regclass and a.attname = c.column_name
      where a.attnotnull is not distinct from c.is_nullable or a.attnum is null`
    expect(wrong.map((row) => String(row.name))).toEqual([])
  })

  test('knows the mutations of shared/domain/mutations.ts in their versions', async () => {
    const stored = await backend.sql<{ name: string; newest_version: number }[]>`
      select name, newest_version from sync.mutations`
    const known = new Map(stored.map((row) => [row.name, row.newest_version]))
    for (const [name, { v }] of Object.entries(MUTATIONS)) expect([name, known.get(name)]).toEqual([name, v])
  })

  test('checks the closed sets of shared/domain/vocabulary.ts', async () => {
    const rows = await backend.sql<{ conname: string; definition: string }[]>`
      select conname, pg_get_constraintdef(oid) as definition from pg_constraint
      where conname in ${backend.sql(Object.keys(SETS))}`
    const stored = Object.fromEntries(
      rows.map(({ conname, definition }) => [
        conname,
        Array.from(definition.matchAll(/'([^']*)'::text/g), (match) => match[1]!).sort(),
      ]),
    )
    expect(stored).toEqual(Object.fromEntries(Object.entries(SETS).map(([name, set]) => [name, [...set].sort()])))
  })

  test('knows the closed set of every replicated column that has one', async () => {
    const closed = await backend.sql<{ name: string }[]>`
      select k.conname as name from pg_constraint k
      join sync.columns c on k.conrelid = ('public.' || c.table_name)::regclass
      join pg_attribute a on a.attrelid = k.conrelid and a.attname = c.column_name and k.conkey = array[a.attnum]
      where k.contype = 'c' and pg_get_constraintdef(k.oid) ~ 'ARRAY\\['`
    expect(closed.map(({ name }) => name).filter((name) => !(name in SETS))).toEqual([])
    expect(closed.length).toBeGreaterThan(50)
  })
})

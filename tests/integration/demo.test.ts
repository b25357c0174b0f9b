import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectCarriers } from '#build/demo/carriers.ts'
import type { CustomerLines } from '#build/demo/carriers.ts'
import { startLive } from '#build/demo/live.ts'
import { seedDemo } from '#build/demo/seed.ts'
import type { DemoUser } from '#build/demo/seed.ts'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startFunctionWorker, WORKED_FUNCTIONS } from '#build/scripts/function-worker.ts'
import { functionsReaching, PRODUCT_FUNCTIONS } from '#build/scripts/product-functions.ts'
import { startTestBackend } from '#tests/support/backend.ts'

let vendors: FakeVendors
let backend: LocalSupabase
let users: DemoUser[]
let lines: CustomerLines

beforeAll(async () => {
  vendors = await startFakeVendors({ reports: true })
  backend = await startTestBackend({ functions: functionsReaching(vendors.env) })
  const seeded = await seedDemo(backend.sql, { createUser: backend.createUser, scale: 600, seed: 5 })
  users = seeded.users
  lines = await connectCarriers(backend, vendors, PRODUCT_FUNCTIONS.env)
})

afterAll(async () => {
  await backend?.close()
  await vendors?.close()
})

function userWith(role: string, organization: string): DemoUser {
  const user = users.find((each) => each.role === role && each.organization === organization)
  if (!user) throw new Error(`the demo has no ${role} of ${organization}`)
  return user
}

/** How many rows of `leads` a demo user is shown over the network. */
async function leadsSeenBy({ email, password }: DemoUser): Promise<number | null> {
  const client = createClient(backend.url, backend.anonKey, { auth: { persistSession: false } })
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw error
  const { count, error: refused } = await client.from('leads').select('id', { count: 'exact', head: true })
  if (refused) throw refused
  return count
}

/** The single number that a query gives. */
async function numberOf(query: Promise<Iterable<{ n: number }>>): Promise<number> {
  const [row] = await query
  return row?.n ?? -1
}

describe('the demo in a database', () => {
  it('has two organisations with seven people each', () => {
    expect(new Set(users.map(({ organization }) => organization)).size).toBe(2)
    for (const organization of new Set(users.map((user) => user.organization))) {
      const roles = users.filter((user) => user.organization === organization).map(({ role }) => role)
      expect(roles.sort()).toEqual(['admin', 'manager', 'owner', 'sales_rep', 'sales_rep', 'sales_rep', 'viewer'])
    }
  })

  it('summarises conversations as the triggers do', async () => {
    const wrong = await backend.sql`
      with turns as (
        select m.*, row_number() over (partition by conversation_id order by created_at, id) as turn
        from public.messages m
      ), answers as (
        select conversation_id,
          coalesce(max(turn) filter (where direction = 'outbound' and sender_type in ('agent', 'ai')), 0) as answered,
          coalesce(max(turn) filter (where direction = 'outbound' and sender_type = 'agent'), 0) as read_by_agent
        from turns group by conversation_id
      ), summary as (
        select t.conversation_id, count(*)::int as messages, max(t.created_at) as last_at,
          (array_agg(app.preview_of(t.body) order by t.turn desc))[1] as preview,
          (array_agg(t.direction order by t.turn desc))[1] as direction,
          (array_agg(t.id order by t.turn desc) filter (where t.direction = 'inbound'))[1] as last_inbound_id,
          min(t.created_at) filter (where t.direction = 'inbound' and t.turn > a.answered) as waiting_since,
          count(*) filter (where t.direction = 'inbound' and t.turn > a.read_by_agent)::int as unread
        from turns t join answers a using (conversation_id) group by t.conversation_id
      )
      select c.id, c.status, c.unread_count, s.* from public.conversations c left join summary s on s.conversation_id = c.id
      where (c.message_count, c.last_message_at, c.last_message_preview, c.last_message_direction, c.last_inbound_id)
          is distinct from (s.messages, s.last_at, s.preview, s.direction, s.last_inbound_id)
        or c.waiting_since is distinct from case when c.status in ('closed', 'archived') then null else s.waiting_since end
        or c.unread_count not in (0, s.unread)`
    expect([...wrong]).toEqual([])
  })

  it('counts and dates leads by their messages', async () => {
    const wrong = await backend.sql`
      with summary as (
        select lead_id, count(*)::int as messages, max(created_at) as last_at,
          min(created_at) filter (where direction = 'outbound') as first_contact,
          max(created_at) filter (where direction = 'outbound') as last_contact,
          (array_agg(platform order by created_at, id))[1] as first_platform,
          (array_agg(platform order by created_at desc, id desc))[1] as last_platform,
          (array_agg(body order by created_at desc, id desc) filter (where direction = 'inbound'))[1] as latest_reply
        from public.messages group by lead_id
      )
      select l.id from public.leads l left join summary s on s.lead_id = l.id
      where (l.message_count, l.last_interaction_at, l.first_contact_at, l.last_contact_at, l.first_touchpoint,
          l.last_touchpoint, l.latest_reply)
        is distinct from (coalesce(s.messages, 0), s.last_at, s.first_contact, s.last_contact, s.first_platform,
          s.last_platform, s.latest_reply)`
    expect([...wrong]).toEqual([])
  })

  it('keeps who may see a lead in step with conversations and lists', async () => {
    const wrong = await backend.sql`
      select l.id from public.leads l
      where l.assignee_ids is distinct from coalesce((
          select array_agg(distinct c.assigned_to) from public.conversations c
          where c.lead_id = l.id and c.assigned_to is not null), '{}')
        or l.dataset_ids is distinct from coalesce((
          select array_agg(d.dataset_id) from public.dataset_leads d where d.lead_id = l.id), '{}')`
    expect([...wrong]).toEqual([])
  })

  it('derives names and numbers as the database does', async () => {
    const wrong = await backend.sql`
      select l.id, l.phone, l.phone_normalized from public.leads l join public.organizations o on o.id = l.organization_id
      where l.phone_normalized is distinct from app.normalize_phone(l.phone, o.default_country)
        or l.full_name is distinct from nullif(concat_ws(' ', l.first_name, l.last_name), '')`
    expect([...wrong]).toEqual([])
  })

  it('refers only to rows that are there, although loading does not check', async () => {
    const orphans = await numberOf(backend.sql<{ n: number }[]>`
      select count(*)::int as n from public.messages m
        left join public.conversations c on c.id = m.conversation_id and c.lead_id = m.lead_id
          and c.organization_id = m.organization_id and c.platform = m.platform
        left join public.profiles p on p.id = m.sender_id and p.organization_id = m.organization_id
      where c.id is null or m.sender_id is not null and p.id is null`)
    const strangers = await numberOf(backend.sql<{ n: number }[]>`
      select count(*)::int as n from public.leads l
        left join public.brands b on b.id = l.brand_id and b.organization_id = l.organization_id
        left join public.pipeline_stages s on s.id = l.pipeline_stage_id and s.organization_id = l.organization_id
        left join public.profiles p on p.id = l.owner_id and p.organization_id = l.organization_id
        left join public.leads d on d.id = l.duplicate_of and d.phone_normalized = l.phone_normalized
      where b.id is null or s.id is null or l.owner_id is not null and p.id is null
        or l.duplicate_of is not null and d.id is null`)
    const lost = await numberOf(backend.sql<{ n: number }[]>`
      select count(*)::int as n from public.conversations c
        left join public.channels ch on ch.id = c.channel_id and ch.platform = c.platform
        left join public.contact_points p on p.lead_id = c.lead_id and p.channel_id = c.channel_id
      where ch.id is null or p.id is null`)
    expect({ orphans, strangers, lost }).toEqual({ orphans: 0, strangers: 0, lost: 0 })
  })

  it('shows a viewer the organisation and a rep their own part of it', async () => {
    const viewer = userWith('viewer', 'Northlight Motor Finance')
    const rep = userWith('sales_rep', 'Northlight Motor Finance')
    const all = await numberOf(backend.sql<{ n: number }[]>`
      select count(*)::int as n from public.leads l join public.organizations o on o.id = l.organization_id
      where o.name = ${viewer.organization}`)
    expect(await leadsSeenBy(viewer)).toBe(all)
    const seen = await leadsSeenBy(rep)
    expect(seen).toBeGreaterThan(30)
    expect(seen).toBeLessThan(all)
  })
})

/** Polls the database until a query gives a row: what happens there, a test can only see by looking. */
async function untilFound(look: () => Promise<readonly unknown[]>, what: string): Promise<void> {
  await expect
    .poll(async () => (await look()).length, { timeout: 55_000, interval: 100, message: what })
    .toBeGreaterThan(0)
}

describe('the live demo', () => {
  it('delivers what reps send, and lets customers answer it', async () => {
    const places = await backend.sql<{ id: string }[]>`
      select c.id from public.conversations c join public.leads l on l.id = c.lead_id
      where l.owner_id is not null and c.platform = 'whatsapp' and c.status = 'open' limit 12`
    const ids = places.map(({ id }) => id)
    const errors: string[] = []
    const live = await startLive({
      databaseUrl: backend.databaseUrl,
      lines,
      ratePerMinute: 0,
      log: (line) => errors.push(line),
    })
    const dispatcher = await startFunctionWorker(WORKED_FUNCTIONS.dispatch, backend, (line) => errors.push(line))
    try {
      await backend.sql`
        insert into public.messages (conversation_id, direction, sender_type, body)
        select id, 'inbound', 'customer', 'When could I come?' from public.conversations where id = any (${ids})`
      await backend.sql`
        insert into public.messages (organization_id, conversation_id, lead_id, platform, direction, sender_type, sender_id,
          body)
        select c.organization_id, c.id, c.lead_id, c.platform, 'outbound', 'agent', l.owner_id, 'Does Tuesday suit you?'
        from public.conversations c join public.leads l on l.id = c.lead_id where c.id = any (${ids})`
      await untilFound(
        () => backend.sql`
          select 1 from public.messages where body = 'Does Tuesday suit you?' and status in ('delivered', 'read')
            and sent_at is not null and delivered_at >= sent_at`,
        'a reply that has arrived',
      )
      // Six in ten replies are answered: of twelve, at least one, but for one run in fifty thousand.
      await untilFound(
        () => backend.sql`
          select 1 from public.messages m join public.messages r on r.conversation_id = m.conversation_id
          where r.body = 'Does Tuesday suit you?' and m.direction = 'inbound' and m.created_at > r.created_at`,
        'a customer who answers',
      )
    } finally {
      await Promise.all([live.stop(), dispatcher.stop()])
    }
    expect(errors).toEqual([])
  })

  it('has the AI agent answer a customer of whom no person took care', async () => {
    const [place] = await backend.sql<{ conversation: string; channel: string; from: string }[]>`
      select c.id as conversation, c.channel_id as channel, app.dispatch_recipient(l, ch) as from
      from public.conversations c join public.leads l on l.id = c.lead_id join public.channels ch on ch.id = c.channel_id
      where c.platform = 'whatsapp' and app.ai_answers(c, null) and app.dispatch_recipient(l, ch) is not null
        and not exists (select from public.contact_points p where p.lead_id = l.id and not p.ai_enabled)
      order by c.id limit 1`
    const { conversation, channel, from } = place!
    const errors: string[] = []
    const { dispatch, events } = WORKED_FUNCTIONS
    const workers = await Promise.all(
      [dispatch, events].map((worked) => startFunctionWorker(worked, backend, (line) => errors.push(line))),
    )
    try {
      await lines.get(channel)!({ from, name: null, phone: null, body: 'Is anybody there at this hour?' })
      await untilFound(
        () => backend.sql`
          select 1 from public.messages m join public.messages q on q.conversation_id = m.conversation_id
          where m.conversation_id = ${conversation} and m.sender_type = 'ai' and m.created_at > q.created_at
            and q.body = 'Is anybody there at this hour?' and m.status in ('delivered', 'read')`,
        'the agent’s answer on the customer’s telephone',
      )
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()))
    }
    expect(errors).toEqual([])
  })

  it('lets known and new customers write', async () => {
    const [before] = await backend.sql<{ at: string }[]>`select now()::text as at`
    const said: string[] = []
    const live = await startLive({
      databaseUrl: backend.databaseUrl,
      lines,
      ratePerMinute: 900,
      log: (line) => said.push(line),
    })
    try {
      await untilFound(
        () => backend.sql`
          select 1 from public.messages m join public.leads l on l.id = m.lead_id
          where m.created_at > ${before?.at ?? ''}::timestamptz and l.created_at < ${before?.at ?? ''}::timestamptz
            and m.direction = 'inbound' and m.status = 'received'`,
        'a known customer who wrote',
      )
      await untilFound(
        () => backend.sql`
          select 1 from public.leads l join public.conversations c on c.lead_id = l.id
          where l.created_at > ${before?.at ?? ''}::timestamptz and c.unread_count = 1 and c.waiting_since is not null`,
        'a new customer who waits',
      )
    } finally {
      await live.stop()
    }
    expect(said.filter((line) => !line.endsWith('customer wrote'))).toEqual([])
  })

  it('writes on after an error, and nothing after it was stopped', async () => {
    const said: string[] = []
    const live = await startLive({
      databaseUrl: backend.databaseUrl,
      lines,
      ratePerMinute: 1_200,
      log: (line) => said.push(line),
    })
    try {
      await backend.sql`alter table public.conversations rename to conversations_away`
      await expect.poll(() => said.some((line) => line.startsWith('customer: ')), { timeout: 20_000 }).toBe(true)
      await backend.sql`alter table public.conversations_away rename to conversations`
      const recovered = said.length
      await expect
        .poll(() => said.slice(recovered).some((line) => line.endsWith('customer wrote')), { timeout: 20_000 })
        .toBe(true)
    } finally {
      await live.stop()
    }
    const count = () => numberOf(backend.sql<{ n: number }[]>`select count(*)::int as n from public.messages`)
    const stopped = await count()
    expect(await count()).toBe(stopped)
  })
})

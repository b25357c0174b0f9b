import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { functionsReaching } from '#build/scripts/product-functions.ts'
import { serviceHandlers } from '#main/ipc/areas/services.ts'
import { createAskServer } from '#main/sync/server-services.ts'
import { LIFECYCLE_STAGES } from '#shared/domain/vocabulary.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import { SERVICES } from '#shared/services/services.ts'
import type { ServiceInput, ServiceName } from '#shared/services/services.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createConversation, createLead, createOrganization, joinAs, writeMessage } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'

// Every service is used once as somebody who may and once as somebody who may not, over supabase-js.

let vendors: FakeVendors
let backend: LocalSupabase
let organization: Organization
let owner: Member
let viewer: Member
let rep: Member
let suspended: Member
let stranger: Member
let ids: Awaited<ReturnType<typeof fill>>
beforeAll(async () => {
  vendors = await startFakeVendors()
  backend = await startTestBackend({ functions: functionsReaching(vendors.env) })
  organization = await createOrganization(backend.sql, 'Acme')
  owner = await joinAs(backend, organization.id, 'owner')
  viewer = await joinAs(backend, organization.id, 'viewer')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  suspended = await joinAs(backend, organization.id, 'manager')
  stranger = await joinAs(backend, (await createOrganization(backend.sql, 'Rival')).id, 'owner')
  ids = await fill()
  await backend.sql`update profiles set status = 'suspended' where id = ${suspended.id}`
})
afterAll(async () => {
  await backend.close()
  await vendors.close()
})

/** The commands of services as a desktop has them, of somebody who says to have a role. */
function desktopOf(member: Member, role: Role = member.role) {
  const askServer = createAskServer({
    client: member.client,
    ensureSession: () => Promise.resolve(),
    renewSession: () => Promise.resolve(),
    signal: new AbortController().signal,
  })
  return serviceHandlers({ workspace: () => ({ identity: { user: { role } }, askServer }) })
}

/** What `use` answers, or the code of its refusal. */
async function use<N extends ServiceName>(
  member: Member,
  name: N,
  input: ServiceInput<N>,
  role?: Role,
): Promise<unknown> {
  const parsed = SERVICES[name].input.parse(input)
  const handler = desktopOf(member, role)[name] as (parsed: unknown) => Promise<unknown>
  return handler(parsed).catch((error: unknown) => (error as { code: string }).code)
}

/** One of each of what services are about. */
async function fill() {
  const { sql } = backend
  const one = async (query: Promise<{ id: string }[]>): Promise<string> => (await query)[0]!.id
  const own = { organization_id: organization.id }
  const lead = await createLead(sql, organization, { owner_id: rep.id })
  const conversation = await createConversation(sql, organization, lead)
  await writeMessage(sql, conversation, 'What does it cost?')
  const message = await writeMessage(sql, conversation, 'It is cheap', 'outbound')
  const about = { ...own, type: 'conversation', conversation_id: conversation, title: 'Price', description: 'Asked' }
  const settings = await one(sql`select id from campaign_settings where organization_id = ${organization.id} limit 1`)
  const nodes = sql.json([{ id: 'a', type: 'tag', config: { add: ['new'] } }])
  const workflow = { ...own, name: 'Any', trigger_type: 'lead.created', status: 'active', nodes }
  const workflowId = await one(sql`insert into workflows ${sql(workflow)} returning id`)
  const address = (): string => `${randomUUID()}@example.test`
  const invite = async (name: string, args: object): Promise<string> =>
    ((await owner.client.rpc(name, args)).data as { id: string }).id
  return {
    lead,
    message,
    insight: await one(sql`insert into insights ${sql(about)} returning id`),
    lesson: await one(
      sql`insert into lessons ${sql({ ...own, lesson_type: 'never_rule', title: 'Never' })} returning id`,
    ),
    list: await one(
      sql`insert into datasets ${sql({ ...own, name: 'List', campaign_settings_id: settings })} returning id`,
    ),
    run: await one(
      sql`insert into workflow_runs ${sql({ ...own, workflow_id: workflowId, lead_id: lead, status: 'completed' })} returning id`,
    ),
    event: await one(
      sql`insert into integration_events ${sql({ ...own, type: 'lead.hot', status: 'failed' })} returning id`,
    ),
    colleague: await invite('create_user_invitation', { p_email: address(), p_role: 'viewer' }),
    // Of another lead: a lead has one that is open.
    customer: await invite('create_client_invitation', {
      p_lead_id: await createLead(sql, organization),
      p_email: address(),
    }),
    prompt: await deployedPrompt(),
  }
}

/** A prompt whose second version speaks. */
async function deployedPrompt(): Promise<string> {
  const save = async (prompt: object): Promise<string> =>
    ((await owner.client.rpc('save_prompt', { p_prompt: prompt })).data as { id: string }).id
  const id = await save({ name: 'Sales', sections: { tone: { content: 'Kind' } } })
  await owner.client.rpc('deploy_prompt', { p_prompt_id: id })
  await save({ id, sections: { tone: { content: 'Firm' } } })
  await owner.client.rpc('deploy_prompt', { p_prompt_id: id })
  return id
}

interface Specimen<N extends ServiceName> {
  input: () => ServiceInput<N>
  /** Who may not, and what they get. */
  refused: [who: () => Member, answer: unknown]
}

const EMPTY_FUNNEL = LIFECYCLE_STAGES.map((stage, place) => ({
  stage,
  position: place + 1,
  clients: 0,
  reached: 0,
  conversion_rate: null,
}))

const day = { since: '2026-01-01', until: '2026-11-30' }
const asStranger: [() => Member, string] = [() => stranger, 'not_found']
const asViewer: [() => Member, string] = [() => viewer, 'forbidden']
const asRep: [() => Member, string] = [() => rep, 'forbidden']
const asSuspended: [() => Member, string] = [() => suspended, 'forbidden']
const email = (): string => `${randomUUID()}@example.test`

const SPECIMENS: { [N in ServiceName]: Specimen<N> } = {
  'analytics.view': { input: () => ({ name: 'deal_metrics', since: null, until: null }), refused: asSuspended },
  'analytics.response_times': { input: () => ({ ...day, by: 'answered_by' }), refused: asSuspended },
  'analytics.ai_against_human': { input: () => day, refused: asSuspended },
  'analytics.rows_behind': {
    input: () => ({ figures: 'deal_metrics', figure: 'deal_count', key: {}, after: null, page_size: 10 }),
    refused: asSuspended,
  },
  // These tell those who are not active nothing, or nothing but zeros.
  'analytics.summary': { input: () => ({ org_id: organization.id }), refused: [() => suspended, 'incompatible'] },
  'analytics.funnel': {
    input: () => ({ org_id: organization.id }),
    refused: [() => suspended, EMPTY_FUNNEL],
  },
  'analytics.win_rate': {
    input: () => ({ org_id: organization.id, start_date: day.since, end_date: day.until }),
    refused: [() => suspended, null],
  },
  'analytics.client_value': {
    input: () => ({ client_uuid: ids.lead, in_currency: null }),
    refused: [() => stranger, null],
  },
  'prompt.save': { input: () => ({ name: 'More', sections: { goal: { content: 'Sell' } } }), refused: asRep },
  'prompt.compile': { input: () => ({ prompt_id: ids.prompt, version: null }), refused: asStranger },
  'prompt.diff': { input: () => ({ prompt_id: ids.prompt, from: 1, to: 2 }), refused: asStranger },
  'prompt.apply_lesson': { input: () => ({ prompt_id: ids.prompt, lesson_id: ids.lesson }), refused: asRep },
  'prompt.deploy': { input: () => ({ prompt_id: ids.prompt, version: 1, seen: 2 }), refused: asRep },
  'prompt.roll_back': { input: () => ({ prompt_id: ids.prompt, seen: 1 }), refused: asRep },
  'prompt.deployments': { input: () => ({ prompt_id: ids.prompt }), refused: [() => stranger, []] },
  'lesson.search': {
    input: () => ({ words: 'nev', type: null, status: null, tag: null, limit: 10 }),
    refused: [() => stranger, []],
  },
  'insight.teach': {
    input: () => ({ insight_id: ids.insight, lesson: {}, feedback: 'So', prompt_id: null, deploy: false }),
    refused: asRep,
  },
  'message.correct': {
    input: () => ({ message_id: ids.message, better: 'Nine', why: null, prompt_id: null, deploy: true }),
    refused: asViewer,
  },
  'prompt.archive': { input: () => ({ prompt_id: ids.prompt }), refused: asRep },
  'channel.configure': {
    input: () => ({ channel_id: organization.channelId, settings: { ai_temperature: 0.1 } }),
    refused: asRep,
  },
  'collection.save': {
    input: () => ({ channel_id: organization.channelId, collection_id: 'faq', name: 'FAQ', items: ['Open'] }),
    refused: asRep,
  },
  'list.run_campaign': { input: () => ({ dataset: ids.list, status: 'active', settings: null }), refused: asRep },
  'workflow.save': { input: () => ({ name: 'New', trigger_type: 'lead.created' }), refused: asRep },
  'workflow.replay': { input: () => ({ run: ids.run }), refused: asRep },
  'form.save': {
    input: () => ({ name: 'Contact', fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true }] }),
    refused: asRep,
  },
  'event.list': { input: () => ({ status: 'failed', limit: 10 }), refused: asRep },
  'event.replay': { input: () => ({ event: ids.event }), refused: asRep },
  'order.save': {
    input: () => ({ order_number: 'A1', lead_id: ids.lead, total_minor: '12900', currency: 'EUR' }),
    refused: asViewer,
  },
  'invitation.send_to_colleague': { input: () => ({ email: email(), role: 'viewer' }), refused: asRep },
  'invitation.send_to_colleague_again': { input: () => ({ id: ids.colleague }), refused: asRep },
  'invitation.revoke_of_colleague': { input: () => ({ invitation_id: ids.colleague }), refused: asRep },
  'invitation.send_to_customer': { input: () => ({ lead_id: ids.lead, email: email() }), refused: asViewer },
  'invitation.send_to_customer_again': { input: () => ({ id: ids.customer }), refused: asViewer },
  'invitation.revoke_of_customer': { input: () => ({ invitation_id: ids.customer }), refused: asViewer },
}

const NAMES = Object.keys(SPECIMENS) as ServiceName[]

describe('every service', () => {
  test.each(NAMES)('%s is refused by the server to who may not, whatever their desktop says', async (name) => {
    const { input, refused } = SPECIMENS[name]
    const [who, answer] = refused
    expect(await use(who(), name, input(), 'owner')).toEqual(answer)
  })

  test.each(NAMES)('%s does what it says for who may', async (name) => {
    const answer = await use(owner, name, SPECIMENS[name].input())
    // A code of a refusal; a service answers no such word.
    expect(['forbidden', 'not_found', 'invalid_input', 'conflict', 'incompatible', 'internal']).not.toContain(answer)
    expect(answer).not.toBeUndefined()
  })

  test('that its desktop knows to be refused is not asked for', async () => {
    const answers = await Promise.all(
      NAMES.filter((name) => SERVICES[name].permission !== 'member').map((name) =>
        use(viewer, name, SPECIMENS[name].input()),
      ),
    )
    expect(new Set(answers)).toEqual(new Set(['forbidden']))
  })
})

describe('what they did', () => {
  test('is there', async () => {
    const { sql } = backend
    expect(await sql`select total_minor, status from orders where order_number = 'A1'`).toEqual([
      { total_minor: '12900', status: 'pending' },
    ])
    expect(await sql`select name from forms where organization_id = ${organization.id}`).toEqual([{ name: 'Contact' }])
    expect(await sql`select status, attempts from integration_events where id = ${ids.event}`).toEqual([
      { status: 'pending', attempts: 0 },
    ])
    expect(vendors.carrier.messages.length).toBeGreaterThanOrEqual(4)
  })

  test('an order is one by its number, keeps what is not named, and is not another lead’s unseen', async () => {
    const hidden = await createLead(backend.sql, organization, { owner_id: owner.id })
    const save = (by: Member, more: object) => use(by, 'order.save', { order_number: 'A1', ...more })
    const first = await save(rep, { status: 'shipped' })
    expect(await save(rep, { tracking_number: 'T1' })).toBe(first)
    expect(await save(rep, { lead_id: hidden })).toBe('not_found')
    const rows = await backend.sql`select lead_id, status, total_minor, tracking_number from orders`
    expect(rows).toEqual([{ lead_id: ids.lead, status: 'shipped', total_minor: '12900', tracking_number: 'T1' }])
    expect(await use(owner, 'order.save', { order_number: 'A2' })).toBe('not_found')
  })
})

describe('what goes wrong on the way', () => {
  test('without a connection is `offline`, and nothing is done', async () => {
    const client = (await import('@supabase/supabase-js')).createClient('http://127.0.0.1:9', 'key')
    const unreachable = { ...owner, client }
    expect(await use(unreachable, 'analytics.ai_against_human', day)).toBe('offline')
    expect(await use(unreachable, 'invitation.send_to_colleague', { email: email(), role: 'viewer' })).toBe('offline')
  })

  test('with a session that is over is `unauthenticated`', async () => {
    const client = (await import('@supabase/supabase-js')).createClient(backend.url, backend.anonKey, {
      global: { headers: { authorization: 'Bearer x.y.z' } },
    })
    expect(await use({ ...owner, client }, 'analytics.ai_against_human', day)).toBe('unauthenticated')
  })

  test('that the mail was not taken is told', async () => {
    vendors.carrier.failNext('smtp', { status: 451 })
    expect(await use(owner, 'invitation.send_to_colleague', { email: email(), role: 'viewer' })).toBe('internal')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { asPushOf } from './support.ts'

let backend: LocalSupabase
let organization: Organization
let admin: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  admin = await joinAs(backend, organization.id, 'admin')
})
afterAll(() => backend.close())

/** Seed 003, "Pre-populated Data", in its order. */
const CAMPAIGNS = [
  'Ghosted / No Response',
  'Payment Too High',
  'Credit Declined Previously',
  'Waiting / Timing Not Right',
  "Couldn't Find the Right Vehicle",
  'Needed More Info / Confusion About Terms',
  'Process Took Too Long',
  'Bought Elsewhere',
  'Wanted to Improve Credit First',
  'Negative Equity / Trade-In Issue',
  'Needed a Cosigner',
  "Didn't Like the Approved Vehicle",
  'Rate Too High',
  'Missing Documents',
]

interface Step {
  campaign: string
  tag: string
  day: number
  text: string
}

function steps(): Promise<Step[]> {
  return backend.sql<Step[]>`
    select c.name as campaign, c.tag, s.day_number as day, s.message_template as text
    from campaigns c join campaign_steps s on s.campaign_id = c.id
    where c.organization_id = ${organization.id} order by c.id, s.sequence_order`
}

/** The texts with the examples of their variables put in. */
async function filled(text: string): Promise<string> {
  const examples = await backend.sql<{ name: string; example: string }[]>`
    select name, example from app.template_variables`
  const known = new Map(examples.map(({ name, example }) => [name, example]))
  return text.replaceAll(/\{\{([^}]*)\}\}/g, (variable, name: string) => known.get(name) ?? variable)
}

/** The alphabet of a plain text message (GSM 03.38); any other character makes each part less than half as long. */
const GSM_TEXT = /^[A-Za-z0-9 \n@£$!"#%&'()*+,\-./:;<=>?]*$/

describe('a new organisation', () => {
  test('has the 14 campaigns of seed 003, locked and active, each on its tag', async () => {
    const rows = await backend.sql<{ name: string; tag: string }[]>`
      select c.name, c.tag from campaigns c join app.predefined_campaigns p on p.tag = c.tag
      where c.organization_id = ${organization.id} and c.is_predefined and c.is_active order by p.position`
    expect(rows.map((row) => row.name)).toEqual(CAMPAIGNS)
    expect(rows.map((row) => row.tag)).toEqual(CAMPAIGNS.map((name) => name.split(' / ')[0]))
    const tags = await backend.sql`
      select name from tags where organization_id = ${organization.id} and category = 'campaign'`
    expect(tags.map((row) => String(row.name)).sort()).toEqual(rows.map((row) => row.tag).sort())
  })

  test('has four messages in each, on days 1, 2, 4 and 6: 56 different texts', async () => {
    const all = await steps()
    for (const campaign of CAMPAIGNS) {
      expect([campaign, all.filter((step) => step.campaign === campaign).map((step) => step.day)]).toEqual([
        campaign,
        [1, 2, 4, 6],
      ])
    }
    expect(new Set(all.map((step) => step.text)).size).toBe(56)
  })

  test('has the reactivation messages M1, M2 after 48 and M3 after 72 hours', async () => {
    const rows = await backend.sql`
      select s.step, s.delay_hours from campaign_steps s join campaign_settings g on g.id = s.campaign_settings_id
      where g.organization_id = ${organization.id} and g.is_template order by s.sequence_order`
    expect([...rows]).toEqual([
      { step: 'M1', delay_hours: 0 },
      { step: 'M2', delay_hours: 48 },
      { step: 'M3', delay_hours: 72 },
    ])
  })

  test('has templates for every kind of channel, with their variables listed', async () => {
    const rows = await backend.sql<{ type: string; subject: string | null; content: string; variables: string[] }[]>`
      select type, subject, content, variables from message_templates where organization_id = ${organization.id}`
    expect(new Set(rows.map((row) => row.type))).toEqual(
      new Set(['any', 'sms', 'whatsapp', 'email', 'web', 'instagram', 'facebook', 'voice']),
    )
    for (const { subject, content, variables } of rows) {
      const named = Array.from(`${subject ?? ''}${content}`.matchAll(/\{\{(\w+)\}\}/g), (match) => match[1]!)
      expect(variables).toEqual([...new Set(named)].sort())
    }
  })

  test('can be seeded again without anything twice', async () => {
    const count = () => backend.sql`
      select (select count(*) from campaigns) as campaigns, (select count(*) from campaign_steps) as steps,
        (select count(*) from message_templates) as templates, (select count(*) from tags) as tags`
    const before = await count()
    await backend.sql`select app.seed_outreach(${organization.id})`
    expect(await count()).toEqual(before)
  })
})

describe('the texts', () => {
  test('name only known variables, all of which a campaign can always fill', async () => {
    for (const { text } of await steps()) {
      const [row] = await backend.sql<{ unknown: string[] }[]>`select app.unknown_variables(${text}) as unknown`
      expect([text, row!.unknown]).toEqual([text, []])
      const named = Array.from(text.matchAll(/\{\{(\w+)\}\}/g), (match) => match[1]!)
      expect(['first_name', 'rep_name', 'organization']).toEqual(expect.arrayContaining(named))
    }
    const templates = await backend.sql<{ unknown: string[] }[]>`
      select app.unknown_variables(concat(subject, content)) as unknown from message_templates`
    expect(templates.flatMap((row) => row.unknown)).toEqual([])
  })

  test('an unknown variable is found, however it is written', async () => {
    const [row] = await backend.sql`
      select app.unknown_variables('Hi {{first_name}}, {{ nick name }} and {{First_Name}} {{nope}}') as unknown`
    expect(row!.unknown).toEqual(['First_Name', 'nick name', 'nope'])
  })

  test('fit into two parts of a text message, in its plain alphabet', async () => {
    for (const { text } of await steps()) {
      const message = await filled(text)
      expect(message).toMatch(GSM_TEXT)
      expect(message.length).toBeGreaterThan(60)
      expect([message, message.length <= 306]).toEqual([message, true])
    }
  })

  test('introduce themselves first, ask once, and show the way out in the first and the last', async () => {
    const introduction = /^Hi \{\{first_name\}\}, .*\{\{rep_name\}\} from \{\{organization\}\}/
    for (const { day, text } of await steps()) {
      expect([text, introduction.test(text)]).toEqual([text, day === 1])
      expect([text, text.includes('STOP')]).toEqual([text, day === 1 || day === 6])
      expect(text).not.toMatch(/!!|act now|last chance|hurry|urgent|limited time/i)
      // One call to action: a question, or a word or figure to reply with.
      expect(text).toMatch(/\?|[Rr]eply [A-Z]|Give me/)
    }
  })

  test('templates have the length of their channel', async () => {
    const longest: Record<string, number> = { sms: 306, whatsapp: 1024, email: 2_000, voice: 400 }
    const rows = await backend.sql<{ type: string; subject: string | null; content: string }[]>`
      select type, subject, content from message_templates where organization_id = ${organization.id}`
    for (const { type, subject, content } of rows) {
      const message = await filled(content)
      expect([message, message.length <= (longest[type] ?? 306)]).toEqual([message, true])
      expect([type, subject !== null]).toEqual([type, type === 'email'])
      expect((await filled(subject ?? '')).length).toBeLessThanOrEqual(60)
    }
  })
})

describe('what is predefined', () => {
  test('cannot be rewritten or deleted by members, even by an admin', async () => {
    const refused = (change: string) =>
      asPushOf(backend.sql, admin, (sql) => sql.unsafe(change)).then(
        (rows) => rows.count,
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      )
    expect(await refused("update campaigns set name = 'Mine' where tag = 'Ghosted'")).toBe('23001')
    expect(await refused("update campaigns set is_predefined = false where tag = 'Ghosted'")).toBe('23001')
    expect(await refused("delete from campaigns where tag = 'Ghosted'")).toBe('23001')
    expect(await refused("update campaign_steps set message_template = 'Buy!' where campaign_id is not null")).toBe(0)
    expect(await refused('delete from campaign_steps where campaign_id is not null')).toBe(0)
    expect(
      await refused(`insert into campaign_steps (organization_id, campaign_id, sequence_order, day_number,
        message_template) select organization_id, id, 9, 9, 'Buy!' from campaigns where tag = 'Ghosted'`),
    ).toBe('42501')
  })

  test('can be switched off by an admin, and not by a rep', async () => {
    const rep = await joinAs(backend, organization.id, 'sales_rep')
    const switchOff = (member: Member) =>
      asPushOf(
        backend.sql,
        member,
        async (sql) => (await sql`update campaigns set is_active = false where tag = 'Ghosted'`).count,
      )
    expect(await switchOff(admin)).toBe(1)
    expect(await switchOff(rep)).toBe(0)
  })

  test('cannot be forged by a member', async () => {
    const forged = asPushOf(
      backend.sql,
      admin,
      (sql) => sql`insert into campaigns (organization_id, tag, name, is_predefined)
        values (${organization.id}, 'Mine', 'Mine', true)`,
    )
    await expect(forged).rejects.toMatchObject({ code: '23001' })
    const promoted = asPushOf(backend.sql, admin, async (sql) => {
      await sql`insert into campaigns (organization_id, tag, name) values (${organization.id}, 'Mine', 'Mine')`
      await sql`update campaigns set is_predefined = true where tag = 'Mine'`
    })
    await expect(promoted).rejects.toMatchObject({ code: '23001' })
  })

  test('is not writable through REST at all', async () => {
    const { error } = await admin.client.from('campaigns').update({ name: 'Mine' }).eq('tag', 'Ghosted')
    expect(error?.code).toBe('42501')
  })
})

import { expect, type Page } from '@playwright/test'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/ipc.ts'
import type { MutationArgs, MutationName } from '#shared/domain/mutations.ts'
import type { Result } from '#shared/contract/result.ts'
import { writeMessage, type Member } from './database.ts'
import type { Office } from './office.ts'
import { Pusher } from './pusher.ts'

interface Bridge {
  desk: { command: (name: string, input: unknown) => Promise<unknown> }
}

/** Does over the bridge what the app's screens do, and answers what they hear. */
export async function command<N extends CommandName>(
  window: Page,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const result = (await window.evaluate(
    ([given, json]) => (globalThis as unknown as Bridge).desk.command(given, JSON.parse(json)),
    [name, JSON.stringify(input)] as [string, string],
  )) as Result<CommandOutput<N>>
  if (!result.ok) throw new Error(`${name}: ${result.error.code} ${result.error.message}`)
  return result.value
}

export interface Enquiry {
  leadId: string
  conversationId: string
}

interface Rep {
  member: Member
  window: Page
}

/** Two reps at running apps, colleagues of theirs, and the customers. */
export interface Scene {
  office: Office
  sql: LocalSupabase['sql']
  first: Rep
  second: Rep
  /** A colleague whom conversations can be handed to. */
  colleague: Member
  /** Has the administrator do something. */
  administer: <N extends MutationName>(name: N, args: MutationArgs<N>) => Promise<void>
  /** The enquiry of a lead by name; made when it is first asked for, with that owner (the pool unless told). */
  enquiry: (name: string, ownerId?: string) => Promise<Enquiry>
  /** The id of a stage of leads. */
  stage: (name: string) => Promise<string>
  /** The customer writes again. */
  customerWrites: (name: string) => Promise<void>
  /** One row of the server. */
  row: (table: string, id: string) => Promise<Record<string, unknown> | undefined>
}

/**
 * A kind of change that the server does not take as it is: how it comes about while the second rep has no network, how
 * it is settled, and what stands afterwards.
 */
export interface Clash {
  /** Of the lead that it is about, by which its change is found. */
  lead: string
  /** How its change is named in the list; its lead's name unless told. */
  listed?: RegExp
  /** Why, as it is told. */
  reason: RegExp
  /** How many changes it leaves to decide about; one unless told. */
  changes?: number
  /** The leads that it needs, in the pool; its own unless told. */
  leads?: readonly string[]
  /** What else is in the database before anybody signs in. */
  prepare?: (scene: Scene) => Promise<unknown>
  /** What has happened before they part, by either. */
  before?: (scene: Scene) => Promise<void>
  /** What the first rep, the customer or the administrator does, on the network. */
  meanwhile: (scene: Scene) => Promise<void>
  /** What the second does, without. */
  offline: (scene: Scene) => Promise<void>
  settle: (window: Page) => Promise<void>
  /** What the server has then. */
  stands: (scene: Scene) => Promise<unknown>
  /** The same, or how it is found out. */
  expected: object | string | number | null | ((scene: Scene) => Promise<unknown>)
}

export async function openScene(
  backend: LocalSupabase,
  office: Office,
  reps: Pick<Scene, 'first' | 'second' | 'colleague'>,
): Promise<Scene> {
  const { sql } = backend
  // Also those that are deleted later.
  const stages = await sql<{ id: string; name: string }[]>`
    select s.id, s.name from pipeline_stages s join pipelines p on p.id = s.pipeline_id and p.kind = 'lead'
    where s.organization_id = ${office.organization.id}`
  const admin = new Pusher((await office.member('admin')).client)
  const enquiries = new Map<string, Promise<Enquiry>>()
  const enquiry: Scene['enquiry'] = (name, ownerId) => {
    const known = enquiries.get(name) ?? office.enquiry(name, 'Hello', ownerId)
    enquiries.set(name, known)
    return known
  }
  return {
    office,
    sql,
    ...reps,
    async administer(name, args) {
      expect(await admin.send(name, args)).toMatchObject({ result: 'applied' })
    },
    enquiry,
    stage: async (name) => stages.find((stage) => stage.name === name)!.id,
    async customerWrites(name) {
      await writeMessage(sql, (await enquiry(name)).conversationId, 'One more thing')
    },
    async row(table, id) {
      const [found] = await sql`select * from ${sql(table)} where id = ${id}`
      return found
    },
  }
}

const list = (window: Page) => window.getByRole('listbox', { name: /need/ })
const changes = (window: Page, listed: RegExp) => list(window).getByRole('option').filter({ hasText: listed })

/** Settles the listed change by this button, after choosing its side by key where that is a choice. */
export async function settleBy(window: Page, button: RegExp, key?: 'm' | 't'): Promise<void> {
  if (key) {
    await list(window).focus()
    await window.keyboard.press(key)
  }
  await window.getByRole('button', { name: button }).first().click()
}

/** Finds a clash in the Conflict Centre, reads its reason, settles it, and sees it gone. */
export async function settleClash(window: Page, { lead, listed = new RegExp(lead), reason, settle }: Clash) {
  await changes(window, listed).first().click()
  await expect(window.getByRole('article').getByText(reason).first()).toBeVisible()
  await settle(window)
  await expect(changes(window, listed)).toHaveCount(0)
}

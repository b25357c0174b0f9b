import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'

type Row = Record<string, unknown>

/** What writing a prompt answers. */
export interface SavedPrompt {
  id: string
  version_number: number
  version: string
  unfilled: string[]
}

/** Two organisations whose people teach their AI: an owner, one who may teach and not deploy, a rep, a stranger. */
export class TeachingDesk {
  readonly backend: LocalSupabase
  readonly organization: Organization
  readonly owner: Member
  readonly teacher: Member
  readonly rep: Member
  readonly stranger: Member

  private constructor(backend: LocalSupabase, organization: Organization, people: Record<string, Member>) {
    this.backend = backend
    this.organization = organization
    this.owner = people['owner']!
    this.teacher = people['teacher']!
    this.rep = people['rep']!
    this.stranger = people['stranger']!
  }

  static async open(): Promise<TeachingDesk> {
    const backend = await startDatabase()
    const organization = await createOrganization(backend.sql, 'Acme')
    const rival = await createOrganization(backend.sql, 'Rival')
    const people = {
      owner: await joinAs(backend, organization.id, 'owner'),
      teacher: await joinAs(backend, organization.id, 'manager'),
      rep: await joinAs(backend, organization.id, 'sales_rep'),
      stranger: await joinAs(backend, rival.id, 'owner'),
    }
    await backend.sql`update profiles set can_edit_lessons = true where id = ${people.teacher.id}`
    return new TeachingDesk(backend, organization, people)
  }

  close(): Promise<void> {
    return this.backend.close()
  }

  /** @throws the error of the database, with its code. */
  async call<T>(member: Member, name: string, input: object): Promise<T> {
    const { data, error } = await member.client.rpc(name, input)
    if (error) throw Object.assign(new Error(error.message), { code: error.code })
    return data as T
  }

  /** The code of a refusal; undefined where there was none. */
  async refusal(member: Member, name: string, input: object): Promise<string | undefined> {
    return (await member.client.rpc(name, input)).error?.code
  }

  save(prompt: object, base?: number, by = this.owner): Promise<SavedPrompt> {
    return this.call(by, 'save_prompt', { p_prompt: prompt, p_base: base ?? null })
  }

  /** A prompt of the organisation that has this to say of its tone; not deployed. */
  newPrompt(tone: string, more: object = {}): Promise<SavedPrompt> {
    return this.save({ name: 'Sales', sections: { tone: { content: tone } }, ...more })
  }

  async compiled(id: string, version?: number): Promise<string> {
    const answer = await this.call<{ compiled: string }>(this.rep, 'compile_prompt', {
      p_prompt_id: id,
      p_version: version ?? null,
    })
    return answer.compiled
  }

  deploy(id: string, version?: number, seen?: number): Promise<{ version_number: number; compiled: string }> {
    return this.call(this.owner, 'deploy_prompt', {
      p_prompt_id: id,
      p_version: version ?? null,
      p_seen: seen ?? null,
    })
  }

  rollBack(id: string, seen?: number): Promise<{ version_number: number; compiled: string }> {
    return this.call(this.owner, 'roll_back_prompt', { p_prompt_id: id, p_seen: seen ?? null })
  }

  async row(table: string, id: string): Promise<Row> {
    const [row] = await this.backend.sql`select * from ${this.backend.sql(table)} where id = ${id}`
    return row!
  }

  versions(id: string): Promise<Row[]> {
    return this.backend.sql`select * from prompt_versions where prompt_id = ${id} order by version_number`
  }

  /** Versions that speak now. */
  async speaking(id: string): Promise<number[]> {
    const rows = await this.backend.sql<{ version_number: number }[]>`
      select version_number from app.prompt_deployments where prompt_id = ${id} and retired_at is null`
    return rows.map(({ version_number }) => version_number)
  }

  async lesson(title: string, more: object = {}): Promise<string> {
    const row = { organization_id: this.organization.id, lesson_type: 'never_rule', title, ...more }
    const [made] = await this.backend.sql<{ id: string }[]>`insert into lessons ${this.backend.sql(row)} returning id`
    return made!.id
  }

  /** A customer's question that the AI answered. */
  async exchange(question: string, answer: string): Promise<{ lead: string; conversation: string; message: string }> {
    const { sql } = this.backend
    const lead = await createLead(sql, this.organization)
    const conversation = await createConversation(sql, this.organization, lead)
    await writeMessage(sql, conversation, question)
    return { lead, conversation, message: await writeMessage(sql, conversation, answer, 'outbound') }
  }

  async insight(conversation: string, more: object = {}): Promise<string> {
    const row = {
      organization_id: this.organization.id,
      type: 'conversation',
      conversation_id: conversation,
      title: 'Says cheap',
      description: 'The AI said cheap',
      original_text: 'It is cheap',
      suggested_text: 'It is good value',
      ...more,
    }
    const [made] = await this.backend.sql<{ id: string }[]>`insert into insights ${this.backend.sql(row)} returning id`
    return made!.id
  }
}

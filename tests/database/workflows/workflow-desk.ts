import type { Sql, TransactionSql } from 'postgres'
import { createLead, createOrganization, joinAs } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { noonZone } from '../outreach/campaign-desk.ts'

export interface WorkflowNode {
  id: string
  type: string
  config?: Record<string, unknown>
}

export interface WorkflowRun {
  id: string
  lead_id: string | null
  status: string
  steps: { node: string; type: string; result?: unknown; error?: string }[]
  error_message: string | null
}

/** An organisation whose workflows run on a clock that the test moves, by its administrator. */
export class WorkflowDesk {
  readonly sql: Sql
  readonly organization: Organization
  readonly admin: Member
  #customers = 0

  private constructor(sql: Sql, organization: Organization, admin: Member) {
    this.sql = sql
    this.organization = organization
    this.admin = admin
  }

  static async open(backend: LocalSupabase): Promise<WorkflowDesk> {
    const organization = await createOrganization(backend.sql, 'Acme')
    return new WorkflowDesk(backend.sql, organization, await joinAs(backend, organization.id, 'admin'))
  }

  /** A customer with a number of their own; by their clock it is noon, or what it is in `zone`. */
  customer(zone = noonZone()): Promise<string> {
    const phone = `+4479110${String(++this.#customers).padStart(5, '0')}`
    return createLead(this.sql, this.organization, { first_name: 'Ana', phone, custom_fields: { timezone: zone } })
  }

  /** An active workflow of nodes one after another, or by `edges`. */
  async workflow(
    trigger: string,
    nodes: WorkflowNode[],
    more: { trigger_config?: object; edges?: object[]; settings?: object; id?: string } = {},
  ): Promise<string> {
    const edges = more.edges ?? nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]!.id, target: id }))
    const { data, error } = await this.admin.client.rpc('save_workflow', {
      p_workflow: { name: 'Test', trigger_type: trigger, nodes, status: 'active', ...more, edges },
    })
    if (error) throw new Error(error.message)
    return String(data)
  }

  /** Goes on with what is due at a moment, on the caller's transaction if there is one. */
  async run(at = new Date(Date.now() + 1_000), sql: Sql | TransactionSql = this.sql): Promise<void> {
    await sql`select app.run_workflows(100, ${at})`
  }

  runs(workflow: string): Promise<WorkflowRun[]> {
    return this.sql<WorkflowRun[]>`
      select id, lead_id, status, steps, error_message from workflow_runs where workflow_id = ${workflow}
      order by created_at, id`
  }

  async lead(id: string): Promise<Record<string, unknown>> {
    const [row] = await this.sql`select * from leads where id = ${id}`
    return row!
  }

  async hear(lead: string, body = 'Hello', at = new Date()): Promise<void> {
    const { id, channelId } = this.organization
    await this.sql`
      insert into conversations (organization_id, lead_id, channel_id, platform)
      values (${id}, ${lead}, ${channelId}, 'sms') on conflict do nothing`
    await this.sql`
      insert into messages (conversation_id, direction, sender_type, body, created_at)
      select id, 'inbound', 'customer', ${body}, ${at} from conversations where lead_id = ${lead}`
  }
}

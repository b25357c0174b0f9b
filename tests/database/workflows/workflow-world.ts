import assert from 'node:assert/strict'
import type { MortalSender } from '../dispatch/mortal-sender.ts'
import { stageId } from '../engines/support.ts'
import { CAMPAIGN } from './workflow-definitions.ts'
import type { Plan, Trigger } from './workflow-definitions.ts'
import type { WorkflowDesk } from './workflow-desk.ts'
import { WorkflowModel } from './workflow-model.ts'
import type { ModelRun, Step } from './workflow-model.ts'

interface RecordedStep {
  node: string
  type: string
  at: string
  until?: string
  result?: boolean | { skipped?: string }
  error?: string
}

/** A step of the database as the model writes it down. */
function plainly({ node, type, at, until, result, error }: RecordedStep): Step {
  const skipped = typeof result === 'object' ? result.skipped : undefined
  const did = typeof result === 'boolean' ? String(result) : result && (skipped ?? type)
  const outcome = error === undefined ? did : 'error'
  return {
    node,
    type,
    at: Date.parse(at),
    ...(until !== undefined && { until: Date.parse(until) }),
    ...(outcome !== undefined && { outcome }),
  }
}

/** One customer's history, lived by the database and by the model side by side. */
export class WorkflowWorld {
  readonly model: WorkflowModel
  #lead = ''
  readonly #desk: WorkflowDesk
  readonly #sender: MortalSender
  readonly #zone: string
  readonly #stages = new Set<string>()

  constructor(desk: WorkflowDesk, sender: MortalSender, zone: string, holidays: ReadonlySet<string>) {
    this.#desk = desk
    this.#sender = sender
    this.#zone = zone
    this.model = new WorkflowModel(zone, holidays)
  }

  /** The customer comes. */
  async arrive(at: number): Promise<void> {
    this.#lead = await this.#desk.customer(this.#zone)
    this.model.event('lead.created', {}, at)
    await this.observe(at)
  }

  /** Switches a workflow on, as of a moment. */
  async add({ trigger_type, trigger_config: config }: Trigger, plan: Plan, at: number): Promise<void> {
    const trigger_config = trigger_type === 'schedule' ? { ...config, timezone: this.#zone } : config
    const { nodes, ...more } = await this.#ready(plan)
    const id = await this.#desk.workflow(trigger_type, nodes, { ...more, trigger_config })
    await this.#since(id, at)
    this.model.add({ id, trigger: { trigger_type, trigger_config }, plan, activeSince: at })
  }

  /** The database's new runs are those that the model started, no more and no fewer; they begin at this moment. */
  async find(at: number): Promise<void> {
    const known = this.model.runs.flatMap(({ id }) => id ?? [])
    const found = await this.#desk.sql<{ run_id: string; workflow_id: string; depth: number }[]>`
      select run_id, workflow_id, depth from app.workflow_work
      where workflow_id = any (${this.model.workflows.map(({ id }) => id)}) and run_id <> all (${known})
      order by run_id`
    for (const { run_id, workflow_id, depth } of found) {
      const run = this.model.runs.find((one) => !one.id && one.workflow.id === workflow_id && one.depth === depth)
      assert.ok(run, `a run of ${workflow_id} that nothing set off`)
      run.id = run_id
      await this.#desk.sql`update app.workflow_work set due_at = ${new Date(at)} where run_id = ${run_id}`
      await this.#desk.sql`update workflow_runs set started_at = ${new Date(at)} where id = ${run_id}`
    }
    assert.deepEqual(
      this.model.runs.filter(({ id }) => id === null),
      [],
    )
  }

  /** Starts what schedules say; `dying`: every transaction is lost once before it is done. */
  async tick(at: number, dying: boolean): Promise<void> {
    while ((await this.#job('app.start_scheduled_workflows', at, dying)) > 0);
    this.model.tick(at)
    await this.find(at)
  }

  /** Runs what is due; `dying`: every transaction is lost once before it is done. */
  async work(at: number, dying: boolean): Promise<void> {
    for (let next = this.model.next(at); next; next = this.model.next(at)) {
      assert.equal(await this.#job('app.run_workflows', at, dying), 1)
      this.model.advance(next, at)
      await this.observe(at, next.depth + 1)
      await this.#compare(next)
    }
    assert.equal(await this.#job('app.run_workflows', at, dying), 0)
  }

  /** The queue's messages are sent; `dying`: the first of them by one who dies at every step. */
  async deliver(dying: boolean): Promise<void> {
    await this.#sender.deliver(this.#lead, dying)
  }

  /** What happened besides: stages that the customer was moved to. */
  async observe(at: number, depth = 0): Promise<void> {
    const changes = await this.#desk.sql<{ id: string }[]>`
      select id from stage_changes where lead_id = ${this.#lead} and deal_id is null and id <> all (${[...this.#stages]})`
    for (const { id } of changes) {
      this.#stages.add(id)
      this.model.event('stage.changed', {}, at, depth)
    }
    await this.find(at)
  }

  async tag(tag: string, given: boolean, at: number): Promise<void> {
    const isNew = given && !this.model.tags.has(tag)
    if (given) this.model.tags.add(tag)
    else this.model.tags.delete(tag)
    if (isNew) this.model.event('tag.added', { tag }, at)
    await this.#desk.sql`update leads set tags = ${[...this.model.tags]} where id = ${this.#lead}`
    await this.observe(at)
  }

  async hear(body: string, at: number): Promise<void> {
    await this.#desk.hear(this.#lead, body, new Date(at))
    this.model.reply(at)
    this.model.event('message.received', { body }, at)
    await this.observe(at)
  }

  async submit(form: string, at: number): Promise<void> {
    await this.#desk.sql`insert into form_submissions (form_id, lead_id, data) values (${form}, ${this.#lead}, '{}')`
    this.model.event('form.submitted', {}, at)
    await this.observe(at)
  }

  async move(stage: string, at: number): Promise<void> {
    const { sql, organization } = this.#desk
    await sql`
      insert into stage_changes (organization_id, lead_id, to_stage_id)
      values (${organization.id}, ${this.#lead}, ${await stageId(sql, organization, stage)})`
    await this.observe(at)
  }

  async optOut(): Promise<void> {
    await this.#desk.sql`
      insert into consents (lead_id, platform, status, source) values (${this.#lead}, 'sms', 'opted_out', 'message')
      on conflict do nothing`
    this.model.optedOut = true
  }

  /** The first workflow becomes another; runs that wait go on with what it was. */
  async edit(plan: Plan): Promise<void> {
    const [workflow] = this.model.workflows
    if (!workflow!.active) return
    const { trigger_type, trigger_config } = workflow!.trigger
    const { nodes, ...more } = await this.#ready(plan)
    await this.#desk.workflow(trigger_type, nodes, { ...more, trigger_config, id: workflow!.id })
    workflow!.plan = plan
  }

  /** Switches the first workflow off, or on again. */
  async toggle(at: number): Promise<void> {
    const [workflow] = this.model.workflows
    workflow!.active = !workflow!.active
    await this.#desk.sql`
      update workflows set status = ${workflow!.active ? 'active' : 'inactive'} where id = ${workflow!.id}`
    if (!workflow!.active) return
    workflow!.activeSince = at
    await this.#since(workflow!.id, at)
  }

  async replay(at: number): Promise<void> {
    const run = this.model.runs.find(({ workflow }) => workflow.active)
    if (!run) return
    const { error } = await this.#desk.admin.client.rpc('replay_workflow_run', { p_run: run.id! })
    assert.equal(error, null)
    this.model.start(run.workflow, at)
    await this.find(at)
  }

  /** What the world has of it in the end: every effect once, every run counted, every message out or rightly not. */
  async settle(): Promise<void> {
    const { sql } = this.#desk
    const did = (outcome: string) =>
      this.model.runs.flatMap(({ steps }) => steps).filter((step) => step.outcome === outcome).length
    const tasks = await sql`select from activities where lead_id = ${this.#lead} and metadata ->> 'by' = 'workflow'`
    assert.equal(tasks.length, did('task'))
    const told = await sql`
      select from integration_events where lead_id = ${this.#lead} and type = 'workflow.webhook'`
    assert.equal(told.length, did('webhook'))
    const messages = await sql<{ id: string; status: string; created_at: Date; if_silent: boolean }[]>`
      select id, status, created_at, metadata ? 'unless_replied' as if_silent from messages
      where lead_id = ${this.#lead} and direction = 'outbound'`
    assert.equal(messages.length, did('send'))
    for (const { id, status, created_at, if_silent } of messages) {
      const isOver = if_silent && this.model.lastReply > created_at.getTime()
      const expected = isOver || this.model.optedOut ? ['sent', 'cancelled', 'held'] : ['sent']
      assert.ok(expected.includes(status), `${id} is ${status}`)
      assert.deepEqual([id, this.#sender.timesTaken(id)], [id, status === 'sent' ? 1 : 0])
    }
    for (const { id } of this.model.workflows) {
      const ended = this.model.runs.filter(
        (run) => run.workflow.id === id && ['completed', 'failed'].includes(run.status),
      )
      const [row] = await sql`select total_executions from workflows where id = ${id}`
      assert.deepEqual(row, { total_executions: ended.length })
    }
  }

  /** One item of a job, in a transaction that is lost the first time when `dying`. Returns how many it did. */
  async #job(name: string, at: number, dying: boolean): Promise<number> {
    const { sql } = this.#desk
    const moment = new Date(at)
    if (dying) {
      const killed = new Error('killed')
      const attempt = sql.begin(async (transaction) => {
        await transaction`select ${transaction.unsafe(name)}(1, ${moment})`
        throw killed
      })
      await assert.rejects(attempt, killed)
    }
    const [row] = await sql<{ items: number }[]>`select ${sql.unsafe(name)}(1, ${moment}) as items`
    return row!.items
  }

  async #compare(run: ModelRun): Promise<void> {
    const [row] = await this.#desk.sql<{ status: string; steps: RecordedStep[] }[]>`
      select status, steps from workflow_runs where id = ${run.id}`
    assert.deepEqual({ status: row!.status, steps: row!.steps.map(plainly) }, { status: run.status, steps: run.steps })
  }

  async #ready(plan: Plan): Promise<Plan> {
    const [campaign] = await this.#desk.sql<{ id: string }[]>`
      select id from campaigns where organization_id = ${this.#desk.organization.id} order by tag limit 1`
    return {
      ...plan,
      nodes: plan.nodes.map((node) =>
        node.config?.['campaign_id'] === CAMPAIGN ? { ...node, config: { campaign_id: campaign!.id } } : node,
      ),
    }
  }

  async #since(workflow: string, at: number): Promise<void> {
    await this.#desk.sql`
      update app.workflow_versions set active_since = ${new Date(at)} where workflow_id = ${workflow}`
  }
}

import { LocalCalendar } from '../engines/local-calendar.ts'
import { DAY, HOUR, MINUTE } from '../engines/support.ts'
import type { Plan, Trigger } from './workflow-definitions.ts'
import type { WorkflowNode } from './workflow-desk.ts'

/** What is recorded of a node; `outcome` in one word, so that ids need not be known. */
export interface Step {
  node: string
  type: string
  at: number
  until?: number
  outcome?: string
}

export interface ModelRun {
  /** The database's, once the run is found there. */
  id: string | null
  workflow: ModelWorkflow
  plan: Plan
  depth: number
  started: number
  node: string | null
  due: number
  status: 'pending' | 'running' | 'completed' | 'failed'
  steps: Step[]
}

export interface ModelWorkflow {
  id: string
  trigger: Trigger
  plan: Plan
  active: boolean
  activeSince: number
  days: Set<string>
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
type Answer = Pick<Step, 'outcome' | 'until'> & { branch?: string; again?: boolean; failed?: boolean }

/** What workflows do for one customer, written down plainly: no transactions, no workers, no deaths. */
export class WorkflowModel {
  readonly workflows: ModelWorkflow[] = []
  readonly runs: ModelRun[] = []
  readonly tags = new Set<string>()
  optedOut = false
  lastReply = -Infinity
  readonly #calendar: LocalCalendar
  readonly #holidays: ReadonlySet<string>
  readonly #fields = new Map<string, string>()
  #isEnrolled = false

  /** `holidays` as `12-25`, every year. */
  constructor(zone: string, holidays: ReadonlySet<string>) {
    this.#calendar = new LocalCalendar(zone)
    this.#holidays = holidays
  }

  add(workflow: Omit<ModelWorkflow, 'active' | 'days'>): void {
    this.workflows.push({ ...workflow, active: true, days: new Set() })
  }

  /** Something happens; five workflows that set one another off are enough. */
  event(type: string, data: Record<string, string>, at: number, depth = 0): void {
    for (const workflow of this.workflows) {
      const { trigger_type, trigger_config } = workflow.trigger
      if (!workflow.active || trigger_type !== type || depth >= 5) continue
      const fits = Object.entries(trigger_config).every(([key, value]) =>
        key === 'contains' ? data['body']!.toLowerCase().includes(String(value).toLowerCase()) : data[key] === value,
      )
      if (fits) this.start(workflow, at, depth)
    }
  }

  start(workflow: ModelWorkflow, at: number, depth = 0): void {
    const { plan } = workflow
    const node = plan.nodes[0]!.id
    this.runs.push({ id: null, workflow, plan, depth, started: at, node, due: at, status: 'pending', steps: [] })
  }

  /** Starts what the schedules say: today's, and yesterday's within two hours. */
  tick(at: number): void {
    for (const workflow of this.workflows) {
      const { trigger_type, trigger_config } = workflow.trigger
      if (!workflow.active || trigger_type !== 'schedule' || !this.tags.has(String(trigger_config['tag']))) continue
      for (const ago of [0, DAY]) {
        const date = new Date(this.#calendar.shown(at) - ago).toISOString().slice(0, 10)
        const moment = this.#calendar.moment(Date.parse(`${date}T${String(trigger_config['at'])}:00Z`))
        const days = trigger_config['days'] as string[] | undefined
        const owed = moment <= at && moment >= workflow.activeSince && (ago === 0 || moment > at - 2 * HOUR)
        if (!owed || workflow.days.has(date)) continue
        if (days && !days.includes(WEEKDAYS[new Date(date).getUTCDay()]!)) continue
        workflow.days.add(date)
        this.start(workflow, at)
      }
    }
  }

  reply(at: number): void {
    this.lastReply = at
    if (!this.optedOut) this.#isEnrolled = false
  }

  /** The run that is next; undefined: none is due. */
  next(at: number): ModelRun | undefined {
    return this.open()
      .filter((run) => run.due <= at)
      .toSorted((a, b) => a.due - b.due || (a.id! < b.id! ? -1 : 1))[0]
  }

  /** The runs that have not ended, of workflows that are on. */
  open(): ModelRun[] {
    return this.runs.filter((run) => run.workflow.active && (run.status === 'pending' || run.status === 'running'))
  }

  /** Goes on with a run until it waits or ends. */
  advance(run: ModelRun, at: number): void {
    run.status = 'running'
    for (;;) {
      const node = run.plan.nodes.find(({ id }) => id === run.node)
      if (!node) {
        run.status = 'completed'
        return
      }
      const { branch, again, failed, ...recorded } = this.#act(node, run, at)
      run.steps.push({ node: node.id, type: node.type, at, ...recorded })
      if (failed && run.plan.settings.errorHandling === 'stop') {
        run.status = 'failed'
        return
      }
      if (!again) {
        const edge = run.plan.edges.find(({ source, when }) => source === node.id && (!when || when === branch))
        run.node = edge?.target ?? null
      }
      if (recorded.until !== undefined && run.node !== null) {
        run.due = recorded.until
        return
      }
    }
  }

  #act({ type, config = {} }: WorkflowNode, run: ModelRun, at: number): Answer {
    if (type === 'condition') return this.#condition(config)
    if (type === 'wait') return { until: this.#later(at, config) }
    if (type === 'send') return this.#send(config, run, at)
    if (type === 'update') return this.#update(config['set'] as Record<string, unknown>)
    if (type === 'tag') return this.#tag(config, run, at)
    if (type === 'enrol') return this.#enrol()
    return { outcome: type }
  }

  #condition({ field, value }: Record<string, unknown>): Answer {
    if (field === 'nonsense') return { outcome: 'error', branch: 'no', failed: true }
    const known = this.#fields.get(String(field).replace('custom_fields.', ''))
    if (field === 'custom_fields.score' && known === 'many') return { outcome: 'error', branch: 'no', failed: true }
    let holds = known === value
    if (field === 'tags') holds = this.tags.has(String(value))
    else if (field === 'custom_fields.score') holds = Number(known ?? 0) > Number(value)
    return { outcome: String(holds), branch: holds ? 'yes' : 'no' }
  }

  #later(at: number, { days, hours = 0, minutes = 0 }: Record<string, unknown>): number {
    const day = days ? this.#calendar.moment(this.#calendar.shown(at) + Number(days) * DAY) : at
    return day + Number(hours) * HOUR + Number(minutes) * MINUTE
  }

  #send({ text, unless_replied }: Record<string, unknown>, run: ModelRun, at: number): Answer {
    if (this.optedOut) return { outcome: 'opted_out' }
    if (unless_replied && this.lastReply > run.started) return { outcome: 'replied' }
    if (String(text).includes('nobody')) return { outcome: 'missing_value' }
    const opens = this.#decent(at)
    return opens > at ? { until: opens, again: true } : { outcome: 'send' }
  }

  /** Eight to nine in the evening by the customer's clock, on no holiday. */
  #decent(at: number): number {
    const today = Math.floor(this.#calendar.shown(at) / DAY) * DAY
    for (let day = today; ; day += DAY) {
      if (this.#holidays.has(new Date(day).toISOString().slice(5, 10))) continue
      if (at < this.#calendar.moment(day + 21 * HOUR)) return Math.max(at, this.#calendar.moment(day + 8 * HOUR))
    }
  }

  #update(set: Record<string, unknown>): Answer {
    if ('organization_id' in set) return { outcome: 'error', failed: true }
    for (const [name, value] of Object.entries(set['custom_fields'] as Record<string, string>)) {
      this.#fields.set(name, value)
    }
    return { outcome: 'update' }
  }

  #tag({ add = [], remove = [] }: Record<string, unknown>, run: ModelRun, at: number): Answer {
    const gained = (add as string[]).filter((tag) => !this.tags.has(tag))
    for (const tag of add as string[]) this.tags.add(tag)
    for (const tag of remove as string[]) this.tags.delete(tag)
    for (const tag of gained) this.event('tag.added', { tag }, at, run.depth + 1)
    return { outcome: 'tag' }
  }

  #enrol(): Answer {
    if (this.optedOut) return { outcome: 'opted_out' }
    if (this.#isEnrolled) return { outcome: 'campaign_inactive or running' }
    this.#isEnrolled = true
    return { outcome: 'enrol' }
  }
}

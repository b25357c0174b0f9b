import type { HOT_ACTIONS } from '#shared/domain/vocabulary.ts'

/** Something that happens to a lead. */
export type HotCommand =
  | { do: 'score'; to: number }
  | { do: 'mark'; as: string }
  | { do: 'inbound' | 'replyByAgent' | 'replyByAi' | 'archive' | 'restore' }
  | { do: 'pass'; minutes: number }
  | { do: 'acknowledge'; as: (typeof HOT_ACTIONS)[number] }

interface ModelEvent {
  status: string
  kinds: string[]
  /** Levels of the steps taken, in their order. */
  taken: number[]
  /** Minutes until each step that is not. */
  planned: { level: number; due: number }[]
}

const THRESHOLD = 80
const COOLED = THRESHOLD - 5
const WAITING = 15
const SNOOZE = 10
/** Below, scores are not looked at: the lowest threshold there can be is 30. */
const LOWEST = 25

/** What must become of a lead's alerts, in the plainest way. */
export class HotModel {
  readonly events: ModelEvent[] = []
  readonly #after: { realert: number; pool: number; manager: number }
  #score = 0
  #status = 'ready'
  #isMuted = false
  /** Occasions that last and were told. */
  readonly #told = new Set<string>()
  /** What nobody has answered: for how long, and which rules told of it. */
  #turn: { minutes: number; told: Set<string> } | null = null

  constructor(after: { realert: number; pool: number; manager: number }) {
    this.#after = after
  }

  apply(what: HotCommand): void {
    switch (what.do) {
      case 'score':
        return this.#change(what.to, this.#status)
      case 'mark':
        return this.#change(this.#score, what.as)
      case 'inbound':
        this.#turn ??= { minutes: 0, told: new Set() }
        if (this.#status === 'hot' || this.#score >= THRESHOLD) this.#raise('message', 'message', this.#turn.told)
        return
      case 'replyByAgent':
        this.#turn = null
        return this.#end('resolved', ['open', 'claimed'])
      case 'replyByAi':
        this.#turn = null
        if (this.#current?.kinds.join() === 'waiting') this.#end('resolved', ['open', 'claimed'])
        return
      case 'archive':
        this.#isMuted = true
        return this.#end('expired', ['open', 'claimed'])
      case 'restore':
        this.#isMuted = false
        return
      case 'pass':
        return this.#pass(what.minutes)
      case 'acknowledge':
        return this.#acknowledge(what.as)
    }
  }

  get #current(): ModelEvent | undefined {
    return this.events.find(({ status }) => status === 'open' || status === 'claimed')
  }

  #change(score: number, status: string): void {
    const isSame = score === this.#score && status === this.#status
    const isCold = Math.max(score, this.#score) < LOWEST && status !== 'hot' && this.#status !== 'hot'
    this.#score = score
    this.#status = status
    if (isSame || isCold) return
    if (score >= THRESHOLD) this.#raise('score', 'score', this.#told)
    else if (score < COOLED) this.#told.delete('score')
    if (status === 'hot') this.#raise('status', 'status', this.#told)
    else this.#told.delete('status')
  }

  #raise(kind: string, occasion: string, told: Set<string>): void {
    if (this.#isMuted || told.has(occasion)) return
    told.add(occasion)
    const current = this.#current
    if (current?.status === 'open') {
      if (!current.kinds.includes(kind)) current.kinds.push(kind)
      return
    }
    this.#end('resolved', ['claimed'])
    const { realert, pool, manager } = this.#after
    const planned = [realert, pool, manager].map((due, index) => ({ level: index + 1, due }))
    this.events.push({ status: 'open', kinds: [kind], taken: [], planned })
  }

  #end(status: string, from: string[]): void {
    const current = this.#current
    if (current && from.includes(current.status)) Object.assign(current, { status, planned: [] })
  }

  #pass(minutes: number): void {
    if (this.#turn) this.#turn.minutes += minutes
    const current = this.#current
    for (const step of current?.planned ?? []) step.due -= minutes
    if (this.#turn && this.#turn.minutes >= WAITING) this.#raise('waiting', 'waiting', this.#turn.told)
    if (current?.status !== 'open') return
    current.taken.push(...current.planned.filter(({ due }) => due <= 0).map(({ level }) => level))
    current.planned = current.planned.filter(({ due }) => due > 0)
  }

  #acknowledge(as: (typeof HOT_ACTIONS)[number]): void {
    const current = this.#current
    if (current?.status !== 'open') return
    if (as === 'claimed') Object.assign(current, { status: 'claimed', planned: [] })
    else if (as === 'snoozed') this.#move(current, SNOOZE)
    else if (as === 'passed') {
      current.planned = current.planned.filter(({ level }) => level !== 1)
      this.#move(current, 0)
    } else this.#end('resolved', ['open'])
  }

  /** The next step comes in `minutes`, the others as far behind it as before. */
  #move({ planned }: ModelEvent, minutes: number): void {
    const first = planned[0]?.due ?? 0
    for (const step of planned) step.due += minutes - first
  }
}

import { toldKeys, type HotLead } from '#shared/domain/hot-lead.ts'
import { TURN_MS, turnOf, type Turn } from '#shared/domain/telling-turn.ts'

export interface HotTurnsOptions {
  now: () => number
  /** The rep sits at this computer. */
  isInUse: () => boolean
  /**
   * Asks the server which of these alerts are this desktop's to tell: those that none of the rep's has told. From then on
   * this one has.
   */
  claim: (eventIds: string[]) => Promise<string[]>
  /** Something may be told now that could not before. */
  onTurn: () => void
}

/** Which untold alerts are to be told here and now. */
export interface Turns {
  tell: HotLead[]
  /** Of some it is not known yet who tells. */
  waits: boolean
}

interface Known {
  since: number
  word: Turn['word']
}

/** Keeps whose turn it is to tell of each hot lead, and tells the server what was told here. */
export class HotTurns {
  readonly #options: HotTurnsOptions
  /** Alerts by the key under which they are told: since when they are known, and what the server has said of them. */
  #known = new Map<string, Known>()
  /** What the server has been told of since the start, or is being told. */
  readonly #claimed = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: HotTurnsOptions) {
    this.#options = options
  }

  /** @param leads all that call for the rep and that nobody has told */
  of(leads: readonly HotLead[], isOffline: boolean): Turns {
    const at = this.#options.now()
    const isInUse = leads.length > 0 && this.#options.isInUse()
    const [tell, asking]: [HotLead[], HotLead[]] = [[], []]
    let nextAt = Infinity
    const known = new Map<string, Known>()
    for (const lead of leads) {
      const entry = this.#known.get(keyOf(lead)) ?? { since: at, word: 'none' as const }
      known.set(keyOf(lead), entry)
      // What this desktop alone has noticed is nobody else's to tell.
      const isAlone = isOffline || lead.event_id === null
      const turn = turnOf({ isInUse, isOffline: isAlone, knownMs: at - entry.since, word: entry.word })
      if (turn === 'tell') tell.push(lead)
      else if (turn !== 'leave') nextAt = Math.min(nextAt, entry.since + (at - entry.since < TURN_MS ? 1 : 2) * TURN_MS)
      if (turn === 'ask') asking.push(lead)
    }
    this.#known = known
    if (asking.length > 0) void this.#ask(asking)
    if (nextAt < Infinity) this.#lookIn(nextAt - at)
    return { tell, waits: nextAt < Infinity }
  }

  /** Says of alerts that were told here that they were, as soon as somebody can be told. */
  say(leads: readonly HotLead[]): void {
    const unsaid = leads.filter((lead) => lead.event_id !== null && !lead.is_told && !this.#claimed.has(keyOf(lead)))
    if (unsaid.length > 0) void this.#claim(unsaid)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  async #ask(leads: readonly HotLead[]): Promise<void> {
    const entries = leads.map((lead) => ({ id: lead.event_id, entry: this.#known.get(keyOf(lead))! }))
    for (const { entry } of entries) entry.word = 'asked'
    const mine = await this.#claim(leads)
    for (const { id, entry } of entries) entry.word = mine === null ? 'failed' : mine.has(id!) ? 'mine' : 'others'
    this.#options.onTurn()
  }

  /** @returns the ids of those that are this desktop's; null when the server gave no answer */
  async #claim(leads: readonly HotLead[]): Promise<Set<string> | null> {
    const keys = leads.map(keyOf)
    for (const key of keys) this.#claimed.add(key)
    try {
      return new Set(await this.#options.claim(leads.map((lead) => lead.event_id!)))
    } catch {
      // Said again with the next look that can.
      for (const key of keys) this.#claimed.delete(key)
      return null
    }
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#options.onTurn, ms)
    this.#timer.unref()
  }
}

const keyOf = (lead: HotLead): string => toldKeys(lead)[0]

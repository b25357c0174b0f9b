/** Histories: what happens in a run, decided by its seed alone and written down before anything happens. */
import { Random } from './random.ts'

/** What a rep does at their desk. */
export const REP_STEPS = {
  send: 5,
  'note.create': 3,
  'note.edit': 5,
  'note.delete': 1,
  'lead.create': 2,
  'lead.claim': 3,
  'lead.edit': 6,
  'lead.merge': 2,
  'lead.unmerge': 2,
  'material.make': 2,
  'material.edit': 3,
  'material.remove': 1,
  'conversation.read': 2,
  'conversation.close': 2,
  'conversation.reopen': 1,
  'conversation.assign': 2,
  retry: 2,
  discard: 1,
} as const

/** What replication and the network between do. */
export const SYNC_STEPS = {
  sync: 6,
  pull: 5,
  push: 5,
  deliver: 22,
  lose: 3,
  'time-out': 3,
  duplicate: 2,
  refuse: 3,
  garble: 1,
} as const

/** What may befall a desk. */
export const DESK_STEPS = { 'crash-before': 2, 'crash-after': 3, clone: 1, clock: 1, skew: 1 } as const

/** What everybody else does to the same data. */
export const SERVER_STEPS = {
  inbound: 5,
  reply: 1,
  score: 2,
  rename: 3,
  tag: 1,
  stage: 1,
  reassign: 4,
  'assign-conversation': 2,
  'close-conversation': 1,
  'write-note': 3,
  'add-note': 1,
  'delete-note': 1,
  'delete-conversation': 1,
  'delete-lead': 1,
  import: 1,
  'into-dataset': 1,
  role: 1,
  datasets: 1,
  status: 1,
  begin: 2,
  commit: 2,
  rollback: 1,
  purge: 1,
  backup: 1,
  restore: 1,
} as const

const WEIGHTS = { ...REP_STEPS, ...SYNC_STEPS, ...DESK_STEPS, ...SERVER_STEPS }
export type StepName = keyof typeof WEIGHTS
const NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array<StepName>(weight).fill(name as StepName))

/** One step. Its numbers are taken modulo whatever there is to choose from when it happens. */
export interface Step {
  /** Its place in the whole history; ids derive from it. */
  n: number
  do: StepName
  /** Which desk. */
  desk: number
  /** Which thing, and how. */
  pick: number
  variant: number
}

export interface DeskPlan {
  /** Place among the workplace's members. */
  member: number
  /** Begins with an empty cache instead of one that has synced before. */
  isFresh: boolean
}

export interface History {
  seed: number
  desks: DeskPlan[]
  /** Rows a page of a delta may carry: few, so that rounds have several pages. */
  rowsPerPage: number
  steps: Step[]
}

const LENGTH = { least: 18, spread: 40 }

/** The history of a seed. */
export function historyOf(seed: number): History {
  const random = new Random(seed)
  const desks = Array.from({ length: 2 + random.below(2) }, (_, n) => ({
    member: n < 2 ? n : random.below(3),
    isFresh: random.oneIn(8),
  }))
  // Some kinds of steps come in force, others not at all: a mix of everything would hardly ever reach far into one.
  const isMuted = new Set<StepName>(NAMES.filter(() => random.oneIn(40)))
  const favourites = [random.pick(NAMES), random.pick(NAMES)]
  const choices = [
    ...NAMES.filter((name) => !isMuted.has(name)),
    ...favourites.flatMap((name) => Array<StepName>(8).fill(name)),
  ]
  const rowsPerPage = random.pick([2, 3, 5, 1000])
  const steps = Array.from({ length: LENGTH.least + random.below(LENGTH.spread) }, (_, n) => ({
    n,
    do: random.pick(choices),
    desk: random.below(60),
    pick: random.below(60),
    variant: random.below(60),
  }))
  return { seed, desks, rowsPerPage, steps }
}

/** A step as a person reads it. */
export const describe = ({ n, do: what, desk, pick, variant }: Step): string =>
  `${n}: ${what} (desk ${desk}, pick ${pick}, variant ${variant})`

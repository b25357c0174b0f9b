/** Two pipelines with cards in every state: overdue, due today, waiting, rotting, set by hand, saved here alone. */
import { idOf, TEAM } from './fixture-data.ts'
import { PEOPLE } from './fixture-people.ts'
import { CHOICES } from './fixture-triage.ts'
import type {
  BoardCard,
  BoardColumn,
  BoardPage,
  BoardStage,
  BoardView,
  DealView,
  StageMove,
  Winnable,
} from '#shared/contract/areas/pipeline.ts'
import type { PipelineEditor } from '#shared/contract/areas/stage-editor.ts'
import type { CommandInput, CommandOutput, LiveQueryInput } from '#shared/contract/ipc.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

const DAY = 24 * 60 * 60_000
const NEVER = 9_000_000_000_000_000
const LEADS = { id: idOf(20, 1), name: 'Leads', kind: 'lead' } as const
const DEALS = { id: idOf(20, 2), name: 'Deals', kind: 'deal' } as const

const LEAD_STAGES: BoardStage[] = [
  ...CHOICES.stages
    .slice(0, 2)
    .map(({ id, name, color, kind }) => ({ id, name, color, kind, probability: 0, rotting_days: 14 })),
  { id: idOf(21, 3), name: 'Qualified', color: '#8a63d2', kind: 'open', probability: 0, rotting_days: 14 },
  ...CHOICES.stages
    .slice(2)
    .map(({ id, name, color, kind }) => ({ id, name, color, kind, probability: 0, rotting_days: 14 })),
]
const DEAL_STAGES: BoardStage[] = [
  { id: idOf(22, 1), name: 'Discovery', color: '#8b93a7', kind: 'open', probability: 20, rotting_days: 14 },
  { id: idOf(22, 2), name: 'Proposal', color: '#4f7df3', kind: 'open', probability: 50, rotting_days: 14 },
  {
    id: idOf(22, 3),
    name: 'Negotiation with procurement',
    color: '#e08a1e',
    kind: 'open',
    probability: 75,
    rotting_days: 14,
  },
  { id: idOf(22, 4), name: 'Won', color: '#1fa37a', kind: 'won', probability: 100, rotting_days: 14 },
  { id: idOf(22, 5), name: 'Lost', color: '#d14343', kind: 'lost', probability: 0, rotting_days: 14 },
]

/** The next activity of a card, from now on: of a hundred a few are late, some are due today. */
function dueIn(n: number): number | null {
  const place = (n * 37) % 100
  if (place < 2) return -(place + 1) * DAY
  if (place < 4) return (place - 1) * 60 * 60_000
  return place < 8 ? place * DAY : null
}
const AGES = [2 * 60_000, 3 * DAY, 21 * DAY, 40 * DAY, 90 * DAY]
const AMOUNTS = ['2899000', '120000', '45050', '1250000000', '99900']
/** Few in some columns, thousands in the first. */
const SIZES = [1600, 220, 90, 30, 12, 0]

const STANDING_DEAL = {
  name: 'Solar roof with storage',
  description: null,
  value_minor: '1240000',
  currency: 'GBP',
  expected_close_date: '2026-10-30',
  competitor: 'Sonnenschein & Söhne',
  stage_id: idOf(22, 2),
  probability: 60,
  actual_close_date: null,
  items: [],
}

interface World {
  leads: Map<string, BoardCard[]>
  deals: Map<string, BoardCard[]>
}

/** The board of the invented workspace, from the rows of its inbox; `move` answers what became of it. */
export function createBoard(rows: readonly InboxRow[], now: number) {
  const world: World = {
    leads: columnsOf(LEAD_STAGES, rows, now, false),
    deals: columnsOf(DEAL_STAGES, rows, now, true),
  }

  const view = ({ pipeline_id }: LiveQueryInput<'board.view'>): BoardView => {
    const pipeline = pipeline_id === DEALS.id ? DEALS : LEADS
    const cards = pipeline === DEALS ? world.deals : world.leads
    const stages = pipeline === DEALS ? DEAL_STAGES : LEAD_STAGES
    return {
      pipelines: rows.length > 0 ? [LEADS, DEALS] : [LEADS],
      pipeline,
      columns: stages.map((stage) => ({
        stage,
        cards: cards.get(stage.id)!.length,
        values: valuesOf(cards.get(stage.id)!),
      })),
    }
  }

  const page = ({ kind, stage_id, from, to, limit }: LiveQueryInput<'board.page'>): BoardPage => {
    const inside = (kind === 'deal' ? world.deals : world.leads).get(stage_id ?? '') ?? []
    const start = from ? inside.findIndex(({ rid }) => rid === from.rid) + 1 : 0
    const end = to ? inside.findIndex(({ rid }) => rid === to.rid) + 1 : inside.length
    const cards = inside.slice(start, end)
    const last = cards[limit - 1]
    const next = cards.length > limit && last ? { due: last.due_at ?? NEVER, rank: -last.score, rid: last.rid } : null
    return { rows: cards.slice(0, limit), next }
  }

  const editor = ({ pipeline_id }: LiveQueryInput<'pipeline.editor'>): PipelineEditor => {
    const { pipeline, columns, pipelines } = view({ pipeline_id, filter: {} })
    const stages = columns.flatMap(({ stage, cards }, position) =>
      stage ? [{ ...stage, position, cards, leaving: position === 2, save_state: 'saved' as const }] : [],
    )
    return {
      pipeline: { ...pipeline!, is_default: pipeline === LEADS, leaving: false, save_state: 'saved' },
      stages,
      elsewhere: pipelines.length > 2 ? [] : [{ id: idOf(25, 1), name: 'First talk', pipeline: 'Partners' }],
    }
  }

  const move = (cards: Map<string, BoardCard[]>, id: string, stageId: string) => {
    for (const [stage, inside] of cards) {
      const card = inside.find((candidate) => candidate.id === id)
      if (!card || stage === stageId) continue
      cards.set(
        stage,
        inside.filter((candidate) => candidate !== card),
      )
      cards.set(stageId, [{ ...card, since: null, save_state: 'local' }, ...(cards.get(stageId) ?? [])])
      return
    }
  }

  const history = (): StageMove[] => {
    const by = TEAM[0]!.id
    const move = { id: idOf(26, 1), at: now - 2 * DAY, by, automatic: false, reason: null, waiting: false }
    return [
      { ...move, at: now - 60_000, from: null, to: 'Negotiation with procurement', waiting: true },
      { ...move, id: idOf(26, 2), from: 'Discovery', to: 'Proposal', reason: 'The stage "Talks" was deleted' },
      { ...move, id: idOf(26, 3), at: now - 20 * DAY, from: 'Talks', to: 'Discovery', by: null, automatic: true },
    ]
  }

  const deal = ({ deal_id }: LiveQueryInput<'deal.view'>): DealView => ({
    deal: deal_id === null ? null : { ...STANDING_DEAL, id: deal_id },
    stages: DEAL_STAGES,
    products: [
      { id: idOf(24, 1), name: 'Solar panel 430 W', price_minor: '18900', currency: 'GBP' },
      { id: idOf(24, 2), name: 'Battery 10 kWh with inverter', price_minor: '520000', currency: 'GBP' },
    ],
    currencies: ['GBP', 'EUR'],
  })

  const winnable = (): Winnable => ({
    deals: [{ ...STANDING_DEAL, id: idOf(27, 1), won_stage_id: DEAL_STAGES.at(-2)!.id }],
    fresh: { stage_id: DEAL_STAGES[0]!.id, won_stage_id: DEAL_STAGES.at(-2)!.id },
    currencies: ['GBP', 'EUR'],
  })

  return {
    view,
    editor,
    history,
    deal,
    winnable,
    page,
    moveLead: ({ lead_id, stage_id }: CommandInput<'lead.move'>) => move(world.leads, lead_id, stage_id),
    moveDeal({ deal_id, stage_id }: CommandInput<'deal.move'>): CommandOutput<'deal.move'> {
      move(world.deals, deal_id, stage_id)
      return { before: STANDING_DEAL }
    },
  }
}

function columnsOf(
  stages: readonly BoardStage[],
  rows: readonly InboxRow[],
  now: number,
  isDeal: boolean,
): Map<string, BoardCard[]> {
  let n = 0
  return new Map(
    stages.map(({ id, probability }, column) => {
      const size = rows.length === 0 ? 0 : isDeal ? [9, 6, 4, 5, 3][column]! : SIZES[column]!
      const cards = Array.from({ length: size }, (): BoardCard => cardOf(n++, rows, now, isDeal ? probability : null))
      return [id, cards.toSorted((a, b) => (a.due_at ?? NEVER) - (b.due_at ?? NEVER) || b.score - a.score)]
    }),
  )
}

function cardOf(n: number, rows: readonly InboxRow[], now: number, probability: number | null): BoardCard {
  const row = rows[n % rows.length]!
  const person = PEOPLE[n % PEOPLE.length]!
  const due = dueIn(n)
  const amount =
    n % 3 === 2 && probability === null
      ? []
      : [{ currency: n % 7 === 3 ? 'EUR' : 'GBP', minor: AMOUNTS[n % AMOUNTS.length]! }]
  return {
    id: probability === null ? row.lead_id : idOf(23, n),
    rid: n,
    lead_id: row.lead_id,
    title:
      probability === null
        ? row.lead_label
        : ['Solar roof with storage', 'Sportage lease', 'Team plan, 80 seats'][n % 3]!,
    detail: probability === null ? person.company : row.lead_label,
    owner_id: n % 4 === 3 ? null : TEAM[n % TEAM.length]!.id,
    score: row.score,
    stage_override: probability === null && n % 5 === 1,
    due_at: due === null ? null : now + due,
    since: now - AGES[n % AGES.length]!,
    waiting_since: n % 4 === 0 ? now - (n % 50) * 7 * 60_000 : null,
    conversation: n % 9 === 8 ? null : { id: row.id, platform: row.platform, preview: row.preview, unread: row.unread },
    values: amount,
    deal:
      probability === null ? null : { probability, expected_close_date: [null, '2099-12-18', '2025-10-30'][n % 3]! },
    tags: n % 3 === 0 ? ['vip', 'trade-in'] : [],
    save_state: n === 3 ? 'local' : 'saved',
  }
}

function valuesOf(cards: readonly BoardCard[]): BoardColumn['values'] {
  return ['GBP', 'EUR'].flatMap((currency) => {
    const sum = (weigh: (card: BoardCard) => bigint) =>
      cards.reduce(
        (total, card) =>
          total +
          card.values
            .filter((value) => value.currency === currency)
            .reduce((part, { minor }) => part + BigInt(minor) * weigh(card), 0n),
        0n,
      )
    const minor = sum(() => 1n)
    const weighted = sum((card) => BigInt(card.deal?.probability ?? 100)) / 100n
    return minor === 0n ? [] : [{ currency, minor: String(minor), weighted: String(weighted) }]
  })
}

import { useTeam } from '../../actions/use-team.ts'
import { useLive } from '../../bridge/use-live.ts'
import { fullTime, momentTime } from '../../format/time.ts'
import { useNow } from '../../ui/use-now.ts'
import type { StageMove } from '#shared/contract/areas/pipeline.ts'

/** How a deal came to where it stands: who moved it when, from where to where, and why. */
export function DealHistory({ dealId }: { dealId: string }) {
  const { value: moves } = useLive('deal.history', { deal_id: dealId })
  const now = useNow()
  if (!moves || moves.length === 0) return null
  return (
    <section aria-label="Stages of this deal" className="rounded-lg border border-line p-3">
      <h3 className="mb-1.5 text-sm font-medium">History</h3>
      <ol className="max-h-44 flex flex-col gap-1.5 overflow-y-auto">
        {moves.map((move) => (
          <Move key={move.id} move={move} now={now} />
        ))}
      </ol>
    </section>
  )
}

function Move({ move, now }: { move: StageMove; now: number }) {
  const { nameOf } = useTeam()
  const { from, to, by, automatic, reason, waiting, at } = move
  const who = automatic ? 'By rule' : by === null ? 'System' : nameOf(by)
  return (
    <li className="text-sm">
      <p dir="auto" className="text-left wrap-anywhere">
        {from !== null && `${from} `}→ {to ?? 'No stage'}
        {reason && <span className="text-ink-2">: {reason}</span>}
      </p>
      <p className="text-xs text-ink-2">
        {who} · <time title={fullTime(at)}>{momentTime(at, now)}</time>
        {waiting && ' · Saved here, not sent yet'}
      </p>
    </li>
  )
}

import { useState } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { isoDay } from '../../format/time.ts'
import { amountIn, money } from '../../format/money.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { MoveAnswers } from './use-moves.ts'
import {
  checkedOutcome,
  checkedWin,
  chosen,
  NEW_DEAL,
  NO_DEAL,
  wonDraft,
  type OutcomeDraft,
  type OutcomeProblems,
} from './won-form.ts'
import type { Winnable } from '#shared/contract/areas/pipeline.ts'

interface WonDialogProps {
  move: CardMove
  onClose: () => void
  onMove: (answers: MoveAnswers) => Promise<void>
}

/** Asks what a deal that is won came to, and when. */
export function WonDealDialog({ move: { card, to }, onClose, onMove }: WonDialogProps) {
  const { currency, minor } = card.values[0] ?? { currency: 'EUR', minor: '0' }
  const [draft, setDraft] = useState(() => ({ amount: amountIn(minor, currency), currency, day: isoDay(Date.now()) }))
  const [asked, setAsked] = useState(false)
  const { won, problems } = checkedOutcome(draft)
  return (
    <Dialog open onClose={onClose} title={`Move to ${to.name}`} description={`What did ${nameOf(card.title)} come to?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (won) void onMove({ won })
        }}
        className="space-y-4"
      >
        <Outcome
          draft={draft}
          problems={asked ? problems : null}
          onChange={(change) => setDraft({ ...draft, ...change })}
        />
        <Buttons to={to.name} onClose={onClose} />
      </form>
    </Dialog>
  )
}

/** Asks what a lead that is won bought. */
export function WonLeadDialog(props: WonDialogProps) {
  const { value: winnable } = useLive('lead.winnable', { lead_id: props.move.card.id })
  return winnable ? <WonLeadForm {...props} winnable={winnable} /> : null
}

function WonLeadForm({ move: { card, to }, onClose, onMove, winnable }: WonDialogProps & { winnable: Winnable }) {
  const [draft, setDraft] = useState(() => wonDraft(winnable, Date.now()))
  const [asked, setAsked] = useState(false)
  const { deal, problems } = checkedWin(draft)
  const shown = asked ? problems : null
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const isNew = draft.choice === NEW_DEAL
  return (
    <Dialog open onClose={onClose} title={`Move to ${to.name}`} description={`What did ${nameOf(card.title)} buy?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (deal) void onMove({ win: deal })
        }}
        className="space-y-4"
      >
        <SelectField
          label="Deal"
          value={draft.choice}
          choices={choicesOf(winnable)}
          onChange={(choice) => setDraft(chosen(draft, choice, winnable))}
        />
        {isNew && (
          <div className="grid gap-4 sm:grid-cols-[1fr_6rem]">
            <TextField
              label="Name"
              dir="auto"
              maxLength={300}
              value={draft.name}
              error={shown?.name}
              onChange={(event) => change({ name: event.target.value })}
            />
            <SelectField
              label="Currency"
              value={draft.currency}
              choices={winnable.currencies.map((currency) => ({ id: currency, name: currency }))}
              onChange={(currency) => change({ currency })}
            />
          </div>
        )}
        {draft.choice !== NO_DEAL && <Outcome draft={draft} problems={shown} onChange={change} />}
        <Buttons to={to.name} onClose={onClose} />
      </form>
    </Dialog>
  )
}

const choicesOf = ({ deals, fresh }: Winnable) => [
  ...deals.map(({ id, name, value_minor, currency }) => ({ id, name: `${name}, ${money(value_minor, currency)}` })),
  ...(fresh ? [{ id: NEW_DEAL, name: 'A new deal' }] : []),
  { id: NO_DEAL, name: 'Without a deal' },
]

interface OutcomeProps {
  draft: OutcomeDraft
  problems: OutcomeProblems | null
  onChange: (change: Partial<OutcomeDraft>) => void
}

function Outcome({ draft, problems, onChange }: OutcomeProps) {
  return (
    <>
      <TextField
        label={`Value in ${draft.currency}`}
        inputMode="decimal"
        value={draft.amount}
        error={problems?.amount}
        onChange={(event) => onChange({ amount: event.target.value })}
      />
      <TextField
        label="Closed on"
        type="date"
        value={draft.day}
        error={problems?.day}
        onChange={(event) => onChange({ day: event.target.value })}
      />
    </>
  )
}

function Buttons({ to, onClose }: { to: string; onClose: () => void }) {
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" tone="primary">
        Move to {to}
      </Button>
    </div>
  )
}

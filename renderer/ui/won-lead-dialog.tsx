import { useState } from 'react'
import { useLive } from '../bridge/use-live.ts'
import { money } from '../format/money.ts'
import { nameOf } from '../format/vocabulary.ts'
import { Dialog } from './dialog.tsx'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'
import { checkedWin, chosen, NEW_DEAL, NO_DEAL, wonDraft } from './won-form.ts'
import { MoveButtons, WonOutcome } from './won-outcome.tsx'
import type { Winnable, WonDeal } from '#shared/contract/areas/pipeline.ts'

interface WonLeadDialogProps {
  lead: { id: string; label: string | null }
  /** The stage's name. */
  stage: string
  onClose: () => void
  onMove: (deal: WonDeal) => Promise<unknown>
}

/** Asks what a lead that is won bought. */
export function WonLeadDialog(props: WonLeadDialogProps) {
  const { value: winnable } = useLive('lead.winnable', { lead_id: props.lead.id })
  return winnable ? <WonLeadForm {...props} winnable={winnable} /> : null
}

function WonLeadForm({ lead, stage, onClose, onMove, winnable }: WonLeadDialogProps & { winnable: Winnable }) {
  const [draft, setDraft] = useState(() => wonDraft(winnable, Date.now()))
  const [asked, setAsked] = useState(false)
  const { deal, problems } = checkedWin(draft)
  const shown = asked ? problems : null
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const isNew = draft.choice === NEW_DEAL
  return (
    <Dialog open onClose={onClose} title={`Move to ${stage}`} description={`What did ${nameOf(lead.label)} buy?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (deal) void onMove(deal)
        }}
        className="flex flex-col gap-4"
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
        {draft.choice !== NO_DEAL && <WonOutcome draft={draft} problems={shown} onChange={change} />}
        <MoveButtons to={stage} onClose={onClose} />
      </form>
    </Dialog>
  )
}

const choicesOf = ({ deals, fresh }: Winnable) => [
  ...deals.map(({ id, name, value_minor, currency }) => ({ id, name: `${name}, ${money(value_minor, currency)}` })),
  ...(fresh ? [{ id: NEW_DEAL, name: 'A new deal' }] : []),
  { id: NO_DEAL, name: 'Without a deal' },
]

import { Plus, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useDeferred } from '../../actions/use-deferred.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { amountIn, money } from '../../format/money.ts'
import { useAppStore } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DealHistory } from './deal-history.tsx'
import { checked, draftOf, itemsTotal, lineTotal, type DealDraft, type ItemDraft } from './deal-form.ts'
import type { DealView } from '#shared/contract/areas/pipeline.ts'

interface DealDialogProps {
  leadId: string
  /** Null for a new deal. */
  dealId: string | null
  onClose: () => void
}

/** A deal of a lead: what it is, what it is worth, what is in it. */
export function DealDialog(props: DealDialogProps) {
  const { value: view } = useLive('deal.view', { deal_id: props.dealId })
  if (!view || (props.dealId !== null && !view.deal)) return null
  return <DealForm {...props} view={view} />
}

function DealForm({ leadId, dealId, onClose, view }: DealDialogProps & { view: DealView }) {
  const [draft, setDraft] = useState(() => draftOf(view))
  const [asked, setAsked] = useState(false)
  const command = useCommand()
  const store = useAppStore()
  const defer = useDeferred()
  const { deal } = view
  const result = checked(draft)
  const problems = asked ? result.problems : null
  const change = (part: Partial<DealDraft>) => setDraft((now) => ({ ...now, ...part }))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!result.deal) return
    const saved = await command('deal.save', { deal_id: dealId, lead_id: leadId, ...result.deal })
    if (!saved.ok) return
    store.getState().showToast({ tone: 'info', text: `${result.deal.name} is saved` })
    onClose()
  }

  /** With its items and history, so only when the time to undo it is over. */
  const remove = ({ id, name }: NonNullable<DealView['deal']>) => {
    defer({ id, text: `Deal “${name}” deleted`, run: () => command('deal.delete', { deal_id: id }) })
    onClose()
  }

  const total = itemsTotal(draft.items, draft.currency)
  return (
    <Dialog wide open onClose={onClose} title={dealId === null ? 'New deal' : 'Deal'}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <TextField
          label="Name"
          dir="auto"
          value={draft.name}
          error={problems?.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <TextField
            label="Value"
            inputMode="decimal"
            readOnly={draft.items.length > 0}
            value={draft.items.length > 0 ? (total === null ? '' : amountIn(total, draft.currency)) : draft.value}
            error={problems?.value}
            hint={draft.items.length > 0 ? 'What the items come to' : undefined}
            onChange={(event) => change({ value: event.target.value })}
          />
          <Choice
            label="Currency"
            value={draft.currency}
            choices={[...new Set([draft.currency, ...view.currencies])].map((currency) => ({
              id: currency,
              name: currency,
            }))}
            onChange={(currency) => change({ currency })}
          />
          <TextField
            label="Expected close"
            type="date"
            value={draft.expected}
            onChange={(event) => change({ expected: event.target.value })}
          />
        </div>
        {dealId === null && (
          <Choice
            label="Stage"
            value={draft.stage_id}
            choices={view.stages.filter(({ kind }) => kind === 'open')}
            error={problems?.stage}
            onChange={(stage_id) => change({ stage_id })}
          />
        )}
        <TextField
          label="Competitor"
          dir="auto"
          maxLength={300}
          value={draft.competitor}
          onChange={(event) => change({ competitor: event.target.value })}
        />
        <Items view={view} draft={draft} error={problems?.items} onChange={(items) => change({ items })} />
        {dealId !== null && <DealHistory dealId={dealId} />}
        <DialogActions>
          {deal && (
            <span className="mr-auto">
              <Button tone="danger" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => remove(deal)}>
                Delete
              </Button>
            </span>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            {dealId === null ? 'Create deal' : 'Save deal'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

interface ChoiceProps {
  label: string
  value: string
  choices: readonly { id: string; name: string }[]
  error?: string | undefined
  onChange: (id: string) => void
}

function Choice({ label, value, choices, error, onChange }: ChoiceProps) {
  return (
    <label className="block text-sm">
      <span className="mb-1.5 block font-medium">{label}</span>
      <select
        className="h-10 w-full rounded-md border border-control-line bg-surface px-2 text-base"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {error && (
        <span role="alert" className="mt-1.5 block text-xs text-danger">
          {error}
        </span>
      )}
    </label>
  )
}

interface ItemsProps {
  view: DealView
  draft: DealDraft
  error: string | undefined
  onChange: (items: readonly ItemDraft[]) => void
}

/** What is in a deal: from the catalogue, or written by hand. */
function Items({ view, draft: { items, currency }, error, onChange }: ItemsProps) {
  const [added, setAdded] = useState(0)
  const add = (item: Partial<ItemDraft>) => {
    const empty = { id: null, product_id: null, name: '', quantity: '1', price: '', discount: '' }
    onChange([...items, { key: `new-${added}`, ...empty, ...item }])
    setAdded(added + 1)
  }
  const edit = (key: string, change: Partial<ItemDraft>) =>
    onChange(items.map((item) => (item.key === key ? { ...item, ...change } : item)))
  // A price in another currency would be another amount.
  const products = view.products.filter((product) => product.currency === currency)
  return (
    <fieldset className="rounded-lg border border-line p-3">
      <legend className="px-1 text-sm font-medium">Items</legend>
      <ul className="flex flex-col gap-3">
        {items.map((item, index) => (
          <Item
            key={item.key}
            item={item}
            position={index + 1}
            currency={currency}
            onChange={(change) => edit(item.key, change)}
            onRemove={() => onChange(items.filter(({ key }) => key !== item.key))}
          />
        ))}
      </ul>
      <div className="mt-2 flex items-center gap-2">
        <Menu
          align="start"
          trigger={
            <Button size="sm" icon={<Plus aria-hidden className="size-3.5" />}>
              Add an item
            </Button>
          }
        >
          {products.map(({ id, name, price_minor }) => (
            <MenuItem
              key={id}
              detail={money(price_minor, currency)}
              onSelect={() => add({ product_id: id, name, price: amountIn(price_minor, currency) })}
            >
              {name}
            </MenuItem>
          ))}
          <MenuItem onSelect={() => add({})}>Something else</MenuItem>
        </Menu>
        {error && (
          <p role="alert" className="text-xs text-danger">
            {error}
          </p>
        )}
      </div>
    </fieldset>
  )
}

interface ItemProps {
  item: ItemDraft
  position: number
  currency: string
  onChange: (change: Partial<ItemDraft>) => void
  onRemove: () => void
}

function Item({ item, position, currency, onChange, onRemove }: ItemProps) {
  const total = lineTotal(item, currency)
  const field = (name: 'name' | 'quantity' | 'price' | 'discount', label: string, className: string) => (
    <TextField
      className={className}
      label={label}
      aria-label={`${label} of item ${position}`}
      dir="auto"
      inputMode={name === 'name' ? 'text' : 'decimal'}
      value={item[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  )
  return (
    <li className="flex flex-wrap items-end gap-2">
      {field('name', 'Item', 'min-w-32 flex-1')}
      {field('quantity', 'Number', 'w-16')}
      {field('price', 'Price', 'w-24')}
      {field('discount', 'Discount', 'w-20')}
      <output
        aria-label={`Total of item ${position}`}
        className="tabular flex h-10 min-w-18 items-center justify-end text-sm font-medium"
      >
        {total === null ? '–' : money(total, currency)}
      </output>
      <IconButton label={`Remove item ${position}`} className="my-1" onClick={onRemove}>
        <Trash2 className="size-4" />
      </IconButton>
    </li>
  )
}

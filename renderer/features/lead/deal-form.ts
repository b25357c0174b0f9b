import { amountIn, minorOf } from '../../format/money.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import type { DealView } from '#shared/contract/areas/pipeline.ts'
import { itemTotal } from '#shared/domain/deal.ts'

/** An item as it is typed. */
export interface ItemDraft {
  /** Of the line on screen. */
  key: string
  id: string | null
  product_id: string | null
  name: string
  quantity: string
  price: string
  discount: string
}

/** A deal as it is typed: amounts and numbers are text until they are saved. */
export interface DealDraft {
  name: string
  description: string
  value: string
  currency: string
  expected: string
  competitor: string
  stage_id: string
  items: readonly ItemDraft[]
}

export type DealProblems = Partial<Record<'name' | 'value' | 'stage' | 'items', string>>

/** What the dialog begins with: the deal as it stands, or an empty one. */
export function draftOf({ deal, stages, currencies }: DealView): DealDraft {
  if (!deal) {
    const stage_id = stages.find(({ kind }) => kind === 'open')?.id ?? ''
    return {
      name: '',
      description: '',
      value: '',
      currency: currencies[0] ?? 'EUR',
      expected: '',
      competitor: '',
      stage_id,
      items: [],
    }
  }
  const { currency } = deal
  return {
    name: deal.name,
    description: deal.description ?? '',
    value: amountIn(deal.value_minor, currency),
    currency,
    expected: deal.expected_close_date ?? '',
    competitor: deal.competitor ?? '',
    stage_id: deal.stage_id,
    items: deal.items.map(({ id, product_id, name, quantity, unit_price_minor, discount_minor }) => ({
      key: id,
      id,
      product_id,
      name,
      quantity: String(quantity),
      price: amountIn(unit_price_minor, currency),
      discount: discount_minor === '0' ? '' : amountIn(discount_minor, currency),
    })),
  }
}

const LARGEST = 9_223_372_036_854_775_807n

/** An item as it is saved; null while it makes no sense. */
function itemOf({ id, product_id, name, quantity, price, discount }: ItemDraft, currency: string) {
  const unit_price_minor = minorOf(price, currency)
  const discount_minor = minorOf(discount.trim() === '' ? '0' : discount, currency)
  if (name.trim() === '' || !/^[1-9]\d{0,8}$/.test(quantity.trim())) return null
  if (unit_price_minor === null || discount_minor === null) return null
  const item = { id, product_id, name: name.trim(), quantity: Number(quantity), unit_price_minor, discount_minor }
  return itemTotal(item) === null ? null : item
}

/** What an item comes to in minor units; null while it makes no sense. */
export function lineTotal(draft: ItemDraft, currency: string): string | null {
  const item = itemOf(draft, currency)
  return item && itemTotal(item)
}

/** What all items come to, exact; null while one makes no sense, or the sum is more than 64 bits hold. */
export function itemsTotal(items: readonly ItemDraft[], currency: string): string | null {
  const totals = items.map((item) => lineTotal(item, currency))
  if (totals.includes(null)) return null
  const sum = totals.reduce((all, total) => all + BigInt(total!), 0n)
  return sum <= LARGEST ? String(sum) : null
}

type Saved = Omit<CommandInput<'deal.save'>, 'deal_id' | 'lead_id'>

/** The deal as it is saved, or what is wrong with it. With items, it is worth what they come to. */
export function checked(draft: DealDraft): { deal: Saved; problems: null } | { deal: null; problems: DealProblems } {
  const { name, description, currency, expected, stage_id, items } = draft
  const value_minor = items.length > 0 ? itemsTotal(items, currency) : minorOf(draft.value.trim() || '0', currency)
  const saved = items.map((item) => itemOf(item, currency))
  const problems: DealProblems = {
    ...(name.trim() === '' && { name: 'Give the deal a name.' }),
    ...(stage_id === '' && { stage: 'There is no pipeline of deals yet.' }),
    ...(items.length === 0 && value_minor === null && { value: 'Write an amount such as 28990 or 28,990.50.' }),
    ...(items.length > 0 &&
      value_minor === null && {
        items: 'Each item needs a name, a number and a price; a discount is at most the price.',
      }),
  }
  if (Object.keys(problems).length > 0 || value_minor === null) return { deal: null, problems }
  return {
    deal: {
      name: name.trim(),
      description: description.trim() || null,
      value_minor,
      currency,
      expected_close_date: expected || null,
      competitor: draft.competitor.trim() || null,
      stage_id,
      items: saved.filter((item) => item !== null),
    },
    problems: null,
  }
}

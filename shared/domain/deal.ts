import type { Row } from '../replication/tables.ts'

const LARGEST = 9_223_372_036_854_775_807n

/**
 * What an item of a deal comes to, in minor units: the server's formula for `deal_items.total_minor`. Null when the
 * discount is more than the price, or the price more than 64 bits: the server takes no such item.
 */
export function itemTotal({
  quantity,
  unit_price_minor,
  discount_minor,
}: Pick<Row<'deal_items'>, 'quantity' | 'unit_price_minor' | 'discount_minor'>): string | null {
  const price = BigInt(quantity) * BigInt(unit_price_minor)
  const total = price - BigInt(discount_minor)
  return price <= LARGEST && total >= 0n ? String(total) : null
}

/**
 * What being in a stage makes of a deal, as the server's `app.close_deal`: closed deals have a day and a certain outcome,
 * open ones neither day nor reasons.
 * @param today the day, YYYY-MM-DD, on which a deal without one is closed
 */
export function closing(
  deal: Row<'deals'>,
  stage: Pick<Row<'pipeline_stages'>, 'kind'>,
  today: string,
): Pick<Row<'deals'>, 'actual_close_date' | 'probability' | 'lost_reason' | 'won_reason'> {
  const { lost_reason, won_reason, probability } = deal
  if (stage.kind === 'open') return { actual_close_date: null, probability, lost_reason: null, won_reason: null }
  const isWon = stage.kind === 'won'
  return {
    actual_close_date: deal.actual_close_date ?? today,
    probability: isWon ? 100 : 0,
    lost_reason: isWon ? null : lost_reason,
    won_reason: isWon ? won_reason : null,
  }
}

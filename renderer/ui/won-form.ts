import { isoDay } from '../format/time.ts'
import { amountIn, minorOf } from '../format/money.ts'
import type { Winnable, WonDeal } from '#shared/contract/areas/pipeline.ts'

/** What was won, other than one of the open deals by its id. */
export const NEW_DEAL = 'new'
export const NO_DEAL = 'none'

/** What a deal that is won came to, as it is typed. */
export interface OutcomeDraft {
  amount: string
  currency: string
  /** YYYY-MM-DD, or empty. */
  day: string
}

export interface WonDraft extends OutcomeDraft {
  /** The id of an open deal, `NEW_DEAL` or `NO_DEAL`. */
  choice: string
  name: string
}

export type OutcomeProblems = Partial<Record<'amount' | 'day', string>>
export type WonProblems = OutcomeProblems & Partial<Record<'name', string>>

/** What the dialog begins with: the newest open deal, or a new one where there is none. */
export function wonDraft(winnable: Winnable, now: number): WonDraft {
  const choice = winnable.deals[0]?.id ?? (winnable.fresh ? NEW_DEAL : NO_DEAL)
  return chosen({ choice, name: '', amount: '', currency: '', day: isoDay(now) }, choice, winnable)
}

/** The draft with another choice: it is worth what that deal is. */
export function chosen(draft: WonDraft, choice: string, { deals, currencies }: Winnable): WonDraft {
  const deal = deals.find(({ id }) => id === choice)
  const currency = deal?.currency ?? currencies[0] ?? 'EUR'
  return { ...draft, choice, currency, amount: deal ? amountIn(deal.value_minor, currency) : '' }
}

/** What it came to, or what is wrong with it. */
export function checkedOutcome({
  amount,
  currency,
  day,
}: OutcomeDraft):
  | { won: { value_minor: string; closed_on: string }; problems: null }
  | { won: null; problems: OutcomeProblems } {
  const value_minor = minorOf(amount, currency)
  const problems = {
    ...(value_minor === null && { amount: 'Write an amount such as 28990 or 28,990.50.' }),
    ...(day === '' && { day: 'Say on which day it was closed.' }),
  }
  if (value_minor === null || day === '') return { won: null, problems }
  return { won: { value_minor, closed_on: day }, problems: null }
}

/** What was won, or what is wrong with it. */
export function checkedWin(draft: WonDraft): { deal: WonDeal; problems: null } | { deal: null; problems: WonProblems } {
  const { choice, currency } = draft
  if (choice === NO_DEAL) return { deal: { is: 'none' }, problems: null }
  const { won, problems } = checkedOutcome(draft)
  const name = draft.name.trim()
  const isUnnamed = choice === NEW_DEAL && name === ''
  if (!won || isUnnamed)
    return { deal: null, problems: { ...problems, ...(isUnnamed && { name: 'Give the deal a name.' }) } }
  if (choice === NEW_DEAL) return { deal: { is: 'new', name, currency, ...won }, problems: null }
  return { deal: { is: 'open', deal_id: choice, ...won }, problems: null }
}

import type { CommandInput } from '#shared/contract/ipc.ts'
import type { LeadMatch } from '#shared/contract/lead-models.ts'
import { checkLeadField, type LeadTextField } from '#shared/domain/lead-fields.ts'

export const NEW_LEAD_FIELDS = ['first_name', 'last_name', 'company_name', 'phone', 'email'] as const
export type NewLeadField = (typeof NEW_LEAD_FIELDS)[number]
export type Typed = Record<NewLeadField, string>

export const BLANK: Typed = { first_name: '', last_name: '', company_name: '', phone: '', email: '' }

/** What is wrong with what was typed, by field; `all` when there is nothing to know the lead by. */
export type Errors = Partial<Record<LeadTextField | 'all', string>>

/**
 * The fields of a new lead, checked.
 * @param country ISO 3166 alpha-2: how a number without a country code is read
 */
export function newLeadFields(
  typed: Typed,
  country: string,
): { ok: true; fields: CommandInput<'lead.create'>['fields'] } | { ok: false; errors: Errors } {
  const errors: Errors = {}
  const fields: Record<string, string> = {}
  for (const field of NEW_LEAD_FIELDS) {
    const checked = checkLeadField(field, typed[field], country)
    if (!checked.ok) errors[field] = checked.error
    else if (checked.value !== null) fields[field] = checked.value
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  if (Object.keys(fields).length > 0) return { ok: true, fields }
  return { ok: false, errors: { all: 'Give a name, a company, a phone number or an e-mail address.' } }
}

/** The lead that the server would take for this one: of the same brand, with the same number. */
export function holderOf(matches: readonly LeadMatch[], brandId: string | undefined): LeadMatch | undefined {
  return matches.find(({ brand_id, reasons }) => brand_id === brandId && reasons.includes('phone'))
}

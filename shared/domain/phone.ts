/** Phone numbers as people write them. Rules and metadata are libphonenumber's, as in the database's `app.normalize_phone`. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min'

/** A number in the forms that people read and machines dial. */
export interface PhoneForms {
  /** `+442079460958` */
  e164: string
  /** `+44 20 7946 0958` */
  international: string
  /** `020 7946 0958` */
  national: string
  /** ISO 3166 alpha-2; null for a number of no country, or of one that its prefix does not tell. */
  country: string | null
}

/** Longer than any number with an extension; the database reads no more either. */
const MAX_TYPED = 250

function parsed(typed: string, country: string): PhoneNumber | undefined {
  if (typed.length > MAX_TYPED) return undefined
  const number = parsePhoneNumberFromString(typed, country as CountryCode)
  return number?.isPossible() ? number : undefined
}

/**
 * What number somebody typed, in every form; null when it can be none.
 * @param country ISO 3166 alpha-2: how a number without a country code is read
 */
export function phoneForms(typed: string, country: string): PhoneForms | null {
  const number = parsed(typed, country)
  if (!number) return null
  return {
    e164: number.number,
    international: number.formatInternational(),
    national: number.formatNational(),
    country: number.country ?? null,
  }
}

/** The number in E.164 (`+442079460958`), by which two ways to write it are one; null when it can be none. */
export function normalisePhone(typed: string, country: string): string | null {
  return parsed(typed, country)?.number ?? null
}

import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { COMPANY_ENDINGS, LONG_NAMES, NAMES } from './content/names.ts'
import { REGIONS } from './content/places.ts'
import type { Region, RegionCode } from './content/places.ts'
import type { Random } from './random.ts'
import type { LanguageCode, Sector } from './script.ts'

/** A customer as the channels know them. Null is what nobody has told us. */
export interface Person {
  first: string | null
  last: string | null
  email: string | null
  phone: string | null
  /** E.164. */
  phoneNormalized: string | null
  /** Name for pictures and social media. */
  handle: string
  city: string
  postcode: string
  /** Where they move to, should they. */
  nextPostcode: string
  address: string | null
  /** The firm they speak of, and whether it belongs on the record. */
  firm: string
  buysForFirm: boolean
  /** Writes without capitals and full stops. */
  casual: boolean
}

export interface PersonRequest {
  language: LanguageCode
  sector: Sector
  /** Country that national numbers are read in. */
  country: 'GB' | 'IE'
  /** Counts the organisation's leads, so that no number is given twice. */
  index: number
}

const HOME: Partial<Record<LanguageCode, RegionCode>> = { es: 'ES', pt: 'PT', pl: 'PL', ar: 'AE', hi: 'IN' }
/** Letters that postcodes use. */
const LETTERS = 'ABCDEFHJKNPRSTWXY'
const MAIL_HOSTS = ['mail.example', 'inbox.example', 'post.example', 'letter.example'] as const

export function drawPerson(request: PersonRequest, random: Random): Person {
  const { language, sector, country, index } = request
  const region: Region = REGIONS[regionOf(request)]
  const name = drawName(language, random)
  const [city, postcode] = random.pick(region.places)
  const foreign = HOME[language]
  const phoneRegion: Region = foreign && random.chance(0.15) ? REGIONS[foreign] : region
  const phone = random.chance(0.1) ? null : drawPhone(phoneRegion, REGIONS[country].callingCode, index, random)
  const handle = handleOf(name, index)
  const lastWord = name.last ?? name.first ?? 'Harbour'
  return {
    ...name,
    phone,
    phoneNormalized: phone === null ? null : normalizePhone(phone, country),
    email: random.chance(0.78) || phone === null ? `${handle}@${random.pick(MAIL_HOSTS)}` : null,
    handle,
    city,
    postcode: fillPattern(postcode, random),
    nextPostcode: fillPattern(random.pick(region.places)[1], random),
    address: random.chance(0.5) ? `${random.int(1, 148)} ${random.pick(region.streets)}, ${city}` : null,
    firm: firmOf(lastWord, language, random),
    buysForFirm: sector === 'software' || random.chance(0.05),
    casual: random.chance(0.22),
  }
}

/** The same number as somebody else would write it. */
export function otherFormat(phoneNormalized: string, country: 'GB' | 'IE', random: Random): string {
  const { callingCode } = REGIONS[country]
  const own = phoneNormalized.startsWith(`+${callingCode}`)
  const national = own ? phoneNormalized.slice(callingCode.length + 1) : ''
  if (!own || random.chance(0.4)) return `00${phoneNormalized.slice(1)}`
  return random.chance(0.5) ? `0${national.slice(0, 4)} ${national.slice(4)}` : `0${national}`
}

/** E.164 by libphonenumber, null when it is no number. */
export function normalizePhone(phone: string, country: 'GB' | 'IE'): string | null {
  return parsePhoneNumberFromString(phone, country)?.number ?? null
}

function regionOf({ language, sector, country }: PersonRequest): RegionCode {
  if (sector === 'car' || sector === 'gym') return country
  if (language === 'de') return 'DE'
  if (language === 'fr') return 'FR'
  return language === 'ja' ? 'JP' : country
}

function drawName(language: LanguageCode, random: Random): { first: string | null; last: string | null } {
  const kind = random.fraction()
  if (kind < 0.05) return { first: null, last: null }
  if (kind < 0.06) return random.pick(LONG_NAMES)
  const names = NAMES[language]
  const first = random.pick(names.first)
  if (kind < 0.15 && language !== 'ja') return { first, last: null }
  const last = random.pick(names.last)
  return { first, last: kind > 0.985 && language === 'en' ? `${last}-${random.pick(names.last)}` : last }
}

/**
 * A mobile number of the region, never the same for two indexes: multiplying by a number without common factors
 * permutes all numbers of that many digits.
 */
function drawPhone(region: Region, ownCode: string, index: number, random: Random): string {
  const size = 10 ** region.digits
  const start = region.mobile[index % region.mobile.length] ?? ''
  const rest = String((index * 48_271 + 1_234_567) % size).padStart(region.digits, '0')
  const national = `${start}${rest}`
  const half = `${national.slice(0, 4)} ${national.slice(4)}`
  const foreign = [
    `+${region.callingCode} ${half}`,
    `+${region.callingCode}${national}`,
    `00${region.callingCode} ${half}`,
  ]
  if (region.callingCode !== ownCode) return random.pick(foreign)
  return random.pick([`0${half}`, `0${national}`, `0${national.slice(0, 3)}-${national.slice(3)}`, ...foreign])
}

function fillPattern(pattern: string, random: Random): string {
  return pattern.replaceAll(/[#@]/g, (sign) =>
    sign === '#' ? String(random.int(1, 9)) : LETTERS.charAt(random.int(0, LETTERS.length - 1)),
  )
}

function handleOf(name: { first: string | null; last: string | null }, index: number): string {
  const plain = `${name.first ?? ''}.${name.last ?? ''}`
    .normalize('NFD')
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^A-Za-z.]/g, '')
    .replaceAll(/^\.+|\.+$/g, '')
    .toLowerCase()
    .slice(0, 28)
  return plain.length > 1 ? `${plain}${index}` : `customer${index}`
}

function firmOf(name: string, language: LanguageCode, random: Random): string {
  const ending = random.pick(COMPANY_ENDINGS[language] ?? COMPANY_ENDINGS.en ?? [''])
  return language === 'ja' ? `${name}${ending}` : `${name} ${ending}`
}

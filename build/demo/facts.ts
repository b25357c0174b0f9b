import { CARS, CLUBS } from './content/models.ts'
import type { Random } from './random.ts'
import type { LanguageCode, Sector } from './script.ts'

/** What is true of one customer's purchase, in all their conversations. */
export interface Facts {
  /** Texts for slots. */
  slots: Readonly<Record<string, string>>
  /** What the deal is worth, in whole units of the currency. */
  value: number
  currency: string
  /** What the customer is interested in, in a few words. */
  interest: string
}

/** Amounts in yen have three digits more than the same in euros. */
const YEN_PER_EURO = 160

const SYMBOLS: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: '$', JPY: '¥' }

/** Whole units of a currency as people of that language write them. */
export function money(amount: number, currency: string, language: LanguageCode): string {
  const symbol = SYMBOLS[currency] ?? currency
  const digits = String(Math.round(amount))
  const grouped = (separator: string) => digits.replace(/\B(?=(\d{3})+$)/g, separator)
  if (currency !== 'EUR' || language === 'en') return `${symbol}${grouped(',')}`
  return `${grouped(language === 'fr' || language === 'pl' ? '\u00a0' : '.')}\u00a0${symbol}`
}

/** Draws the facts of a purchase. */
export function drawFacts(sector: Sector, language: LanguageCode, brandCurrency: string, random: Random): Facts {
  if (sector === 'car') return carFacts(language, brandCurrency, random)
  if (sector === 'solar') return solarFacts(language, brandCurrency, random)
  if (sector === 'gym') return gymFacts(language, brandCurrency, random)
  return softwareFacts(language, brandCurrency, random)
}

const roundTo = (value: number, step: number): number => Math.max(step, Math.round(value / step) * step)

function carFacts(language: LanguageCode, currency: string, random: Random): Facts {
  const [model, base] = random.pick(CARS)
  const year = random.int(2018, 2024)
  const price = roundTo(base * (0.7 + (year - 2018) * 0.07 + random.fraction() * 0.1), 100) - 5
  const deposit = roundTo(price * (0.04 + random.fraction() * 0.14), 250)
  const term = random.pick([36, 48, 48, 60])
  const apr = 6.4 + random.int(0, 75) / 10
  const monthly = annuity(price - deposit, apr, term)
  const write = (amount: number) => money(amount, currency, language)
  return {
    slots: {
      model,
      year: String(year),
      year2: String(year - 1),
      price: write(price),
      deposit: write(deposit),
      term: String(term),
      apr: `${apr.toFixed(1)}%`,
      apr2: `${(apr + 1.5 + random.int(0, 9) / 10).toFixed(1)}%`,
      monthly: write(monthly),
      monthly2: write(monthly * 1.06 + 4),
      balloon: write(roundTo(price * 0.36, 50)),
      miles: `${random.int(14, 72)},${String(random.int(0, 99) * 10).padStart(3, '0')}`,
      rent: write(roundTo(random.int(580, 1_250), 10)),
      fee: write(random.pick([79, 95, 99, 120, 149, 180])),
      gap: String(random.int(18, 64)),
    },
    value: price,
    currency,
    interest: `${year} ${model}`,
  }
}

/** Monthly payment of a loan in whole units. */
function annuity(amount: number, yearlyPercent: number, months: number): number {
  const rate = yearlyPercent / 1_200
  return (amount * rate) / (1 - (1 + rate) ** -months)
}

function solarFacts(language: LanguageCode, currency: string, random: Random): Facts {
  const panels = random.int(8, 24)
  const kilowatts = panels * 0.44
  const price = roundTo(2_600 + kilowatts * random.int(1_050, 1_400), 50)
  const grant = random.pick([1_800, 1_800, 2_100])
  const output = roundTo(kilowatts * random.int(860, 980), 10)
  const saving = roundTo(output * (0.19 + random.fraction() * 0.07), 10)
  const bill = random.int(120, 420)
  const write = (amount: number) => money(amount, currency, language)
  const decimal = kilowatts.toFixed(1)
  return {
    slots: {
      panels: String(panels),
      kwp: language === 'en' ? decimal : decimal.replace('.', ','),
      price: write(price),
      price2: write(price + random.pick([3_900, 4_400, 4_900])),
      grant: write(grant),
      net: write(price - grant),
      saving: write(saving),
      payback: String(Math.max(4, Math.round((price - grant) / saving))),
      output: write(output).replace(/[€\u00a0]/g, ''),
      usage: write(roundTo(random.int(2_800, 8_900), 50)).replace(/[€\u00a0]/g, ''),
      bill: write(bill),
      bill2: write(bill * 0.32),
      deposit: write(roundTo(price * 0.1, 50)),
      monthly: write(roundTo(price / 84, 5)),
      fee: write(random.pick([180, 240, 290, 350, 420])),
    },
    value: price,
    currency,
    interest: `${panels} panels, ${decimal} kWp`,
  }
}

function gymFacts(language: LanguageCode, currency: string, random: Random): Facts {
  const monthly = random.pick([45, 49, 55, 59, 65, 72])
  const seats = random.pick([25, 30, 45, 60, 80, 120])
  const club = random.pick(CLUBS)
  const corporate = random.chance(0.12)
  const session = random.pick([45, 50, 55, 60])
  const write = (amount: number) => money(amount, currency, language)
  return {
    slots: {
      club,
      seats: String(seats),
      monthly: write(monthly),
      monthly2: write(monthly - random.int(9, 14)),
      joining: write(random.pick([35, 40, 50])),
      fee: write(random.pick([5, 8, 10, 12, 15])),
      price: write(seats * monthly * 4),
      session: write(session),
      price2: write(session * 8),
    },
    value: corporate ? seats * monthly * 4 : monthly * 12,
    currency,
    interest: `${club} membership`,
  }
}

function softwareFacts(language: LanguageCode, brandCurrency: string, random: Random): Facts {
  const dollars = language === 'en' && random.chance(0.25)
  const currency = language === 'ja' ? 'JPY' : dollars ? 'USD' : brandCurrency
  const rate = currency === 'JPY' ? YEN_PER_EURO : 1
  const seats = random.int(6, 70)
  const monthly = seats * random.pick([24, 29, 34]) * rate
  const write = (amount: number) => money(amount, currency, language)
  return {
    slots: {
      seats: String(seats),
      monthly: write(monthly),
      yearly: write(monthly * 10),
      price: write(roundTo(monthly * random.int(24, 40), 1_000)),
    },
    value: monthly * 10,
    currency,
    interest: `${seats} users`,
  }
}

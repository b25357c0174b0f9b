const LOCALE = 'en-GB'

/**
 * An amount of money, exact for 64 bits: `£28,990.00`, whole amounts without their zeros: `£28,990`.
 * @param minor decimal text in minor units of the currency
 * @param currency ISO 4217; one that is not known stands as it is, with two decimals
 */
export function money(minor: string, currency: string): string {
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const isNegative = minor.startsWith('-')
  const padded = (isNegative ? minor.slice(1) : minor).padStart(digits + 1, '0')
  const whole = padded.slice(0, padded.length - digits)
  const part = padded.slice(padded.length - digits)
  const isWhole = /^0*$/.test(part)
  const exact = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: isWhole ? 0 : digits,
    maximumFractionDigits: isWhole ? 0 : digits,
  })
  // A decimal text is formatted without going through a floating-point number.
  const text = `${isNegative ? '-' : ''}${whole}${isWhole ? '' : `.${part}`}` as Intl.StringNumericLiteral
  return exact.format(text)
}

/** The same, rounded to what a glance takes in: `£29k`, `€12.5m`; exact below a thousand. */
export function shortMoney(minor: string, currency: string): string {
  const whole = minor.slice(0, -digitsOf(currency) || undefined)
  if (whole.length <= 3) return money(minor, currency)
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(BigInt(whole))
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** An amount as one types it, without its currency: `28990.50`. */
export function amountIn(minor: string, currency: string): string {
  const digits = digitsOf(currency)
  if (digits === 0) return minor
  const padded = minor.padStart(digits + 1, '0')
  const part = padded.slice(-digits)
  return `${padded.slice(0, -digits)}${/^0*$/.test(part) ? '' : `.${part}`}`
}

const LARGEST = 9_223_372_036_854_775_807n

/**
 * Minor units of an amount that was typed (`28990`, `28,990.50`, `28 990.5`), exact; null for what is no amount, has more
 * decimals than the currency, or is more than 64 bits hold.
 */
export function minorOf(amount: string, currency: string): string | null {
  const digits = digitsOf(currency)
  const found = /^(\d{1,3}(?:[ ,]\d{3})+|\d+)(?:\.(\d+))?$/.exec(amount.trim())
  if (!found || (found[2]?.length ?? 0) > digits) return null
  const minor = BigInt(found[1]!.replaceAll(/[ ,]/g, '') + (found[2] ?? '').padEnd(digits, '0'))
  return minor <= LARGEST ? String(minor) : null
}

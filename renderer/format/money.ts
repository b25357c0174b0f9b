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

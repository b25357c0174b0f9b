/**
 * Sums per currency, largest amount first; amounts of two currencies are never added.
 * @param amounts decimal text in minor units
 */
export function sumByCurrency(
  amounts: readonly { minor: string; currency: string }[],
): { minor: string; currency: string }[] {
  const sums = new Map<string, bigint>()
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor))
  return [...sums]
    .toSorted(([one, a], [other, b]) => (a < b ? 1 : a > b ? -1 : one < other ? -1 : 1))
    .map(([currency, minor]) => ({ minor: String(minor), currency }))
}

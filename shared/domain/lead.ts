/** Rules of a lead that desktop and server share. */

/**
 * The full name from its parts, null when both are missing or blank. The database's `leads` trigger gives the same.
 */
export function fullName(first: string | null, last: string | null): string | null {
  const name = [first, last]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ')
  return name || null
}

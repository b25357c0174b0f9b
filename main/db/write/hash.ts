import { createHash } from 'node:crypto'

/** JSON with object keys in order and absent values left out: the same text for the same data. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** SHA-256 (hex) of a mutation's name, version and arguments; see `PushMutation.hash`. */
export function mutationHash(name: string, v: number, args: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([name, v, args]))
    .digest('hex')
}

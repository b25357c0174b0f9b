import { createHash } from 'node:crypto'
import { canonicalJson } from '../canonical-json.ts'

/** SHA-256 (hex) of a mutation's name, version and arguments; see `PushMutation.hash`. */
export function mutationHash(name: string, v: number, args: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([name, v, args]))
    .digest('hex')
}

import { TokenError } from '../tokens.ts'
import type { Claims, TokenProblem, TokenVerifier } from '../tokens.ts'

/** Names of the hosted server's refusals of a token. */
const REASONS: Readonly<Record<TokenProblem, string>> = {
  expired: 'InvalidJWTToken',
  incomplete: 'InvalidJWTToken',
  signature: 'JwtSignatureError',
  malformed: 'MalformedJWT',
}

/** The refusal of a token as a join's reply names it. */
export const tokenReason = (error: TokenError): string => `${REASONS[error.problem]}: ${error.message}`

/** Who a token stands for on a channel. */
export class RealtimeIdentity {
  readonly #tokens: TokenVerifier
  readonly #apiKeys: ReadonlySet<string>

  constructor(tokens: TokenVerifier, apiKeys: string[]) {
    this.#tokens = tokens
    this.#apiKeys = new Set(apiKeys)
  }

  isApiKey(key: string): boolean {
    return this.#apiKeys.has(key)
  }

  /** @throws TokenError */
  claimsOf(token: string): Promise<Claims> {
    return this.#tokens.verify(token)
  }
}

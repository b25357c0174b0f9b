import { errors, jwtVerify, SignJWT } from 'jose'

/** The claims of a verified token. */
export interface Claims {
  role: string
  sub?: string
  email?: string
  /** Expiry, seconds since the epoch. */
  exp?: number
  [claim: string]: unknown
}

export type TokenProblem = 'expired' | 'incomplete' | 'signature' | 'malformed'

/** A token that must not be accepted, and why. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly problem: TokenProblem

  constructor(problem: TokenProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

/** The secret that the Supabase CLI uses on every machine too; the backend listens on the loopback only. */
export const LOCAL_JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long'

/** 2024-01-01 and 2044-01-01: fixed, so that the keys stay the same over every start. */
const KEY_ISSUED_AT = 1_704_067_200
const KEY_EXPIRES_AT = 2_335_219_200

/** Verified tokens kept, so that a client's thousandth call does not verify its signature again. */
const REMEMBERED = 500

/** Signs an API key (`anon` or `service_role`) as a hosted project issues them. */
export function signApiKey(secret: string, role: 'anon' | 'service_role'): Promise<string> {
  return new SignJWT({ iss: 'supabase', ref: 'local', role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(KEY_ISSUED_AT)
    .setExpirationTime(KEY_EXPIRES_AT)
    .sign(new TextEncoder().encode(secret))
}

/** Verifies the tokens of one project. */
export class TokenVerifier {
  readonly #secret: Uint8Array
  readonly #verified = new Map<string, Claims>()

  constructor(secret: string) {
    this.#secret = new TextEncoder().encode(secret)
  }

  /** @throws TokenError when the token is expired, forged, malformed or lacks `role` or `exp`. */
  async verify(token: string): Promise<Claims> {
    const known = this.#verified.get(token)
    const claims = known ?? (await this.#check(token))
    if (claims.exp !== undefined && claims.exp * 1000 <= Date.now()) {
      this.#verified.delete(token)
      throw expired(claims.exp)
    }
    if (!known) this.#remember(token, claims)
    return claims
  }

  async #check(token: string): Promise<Claims> {
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        algorithms: ['HS256'],
        requiredClaims: ['exp', 'role'],
      })
      const { role } = payload
      if (typeof role !== 'string') throw new TokenError('incomplete', 'Field `role` must be a string')
      const email = typeof payload.email === 'string' ? { email: payload.email } : {}
      return { ...payload, ...email, role }
    } catch (error) {
      throw explain(error)
    }
  }

  #remember(token: string, claims: Claims): void {
    if (this.#verified.size >= REMEMBERED) this.#verified.clear()
    this.#verified.set(token, claims)
  }
}

function expired(exp: number): TokenError {
  return new TokenError('expired', `Token has expired ${Math.max(0, Math.floor(Date.now() / 1000 - exp))} seconds ago`)
}

function explain(error: unknown): TokenError {
  if (error instanceof TokenError) return error
  if (error instanceof errors.JWTExpired) return expired(error.payload.exp ?? 0)
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new TokenError('incomplete', 'Fields `role` and `exp` are required in JWT')
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('signature', 'Failed to validate JWT signature')
  }
  return new TokenError('malformed', 'The token provided is not a valid JWT')
}

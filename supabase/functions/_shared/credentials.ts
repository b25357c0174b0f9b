import type { SupabaseClient } from '@supabase/supabase-js'
import { fromBase64, toBase64, utf8 } from './encoding.ts'
import { callDatabase } from './service.ts'

/** What a channel's provider gave us, by name: `auth_token`, `app_secret`, … (supabase/functions/README.md lists them). */
export type Credentials = Readonly<Record<string, string>>

/** Credentials as the database keeps them. */
export interface SealedCredentials {
  /** Base64 of the 12 bytes of the nonce and what AES-GCM made of the rest. */
  ciphertext: string
  /** Which key sealed them. */
  keyVersion: number
}

/** A channel as a function sees it. */
export interface ChannelAccess {
  id: string
  organizationId: string
  platform: string
  /** The channel's identity at its provider. */
  platformChannelId: string | null
  credentials: Credentials
}

/** A key of WebCrypto, whose name not every type library knows. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const NONCE_BYTES = 12
const KEY_BYTES = 32

/**
 * Encrypts credentials with AES-256-GCM (NIST SP 800-38D), bound to their channel: a ciphertext copied to another
 * channel's row does not open.
 */
export class CredentialBox {
  readonly #keys: ReadonlyMap<number, Key>
  readonly #newest: number

  private constructor(keys: ReadonlyMap<number, Key>) {
    this.#keys = keys
    this.#newest = Math.max(...keys.keys())
  }

  /**
   * @param text `<version>:<base64 of 32 bytes>`, several separated by commas. The highest version seals, all open: to
   *   rotate, add a key with a higher version, store every channel's credentials anew, then drop the old one.
   * @throws Error when it cannot be read; the text is not in the message.
   */
  static async fromText(text: string): Promise<CredentialBox> {
    const keys = new Map<number, Key>()
    for (const part of text.split(',')) {
      const [, version, encoded] = /^\s*([1-9]\d{0,8}):([A-Za-z0-9+/]{43}=)\s*$/.exec(part) ?? []
      const bytes = encoded === undefined ? null : fromBase64(encoded)
      if (version === undefined || bytes?.length !== KEY_BYTES || keys.has(Number(version))) {
        throw new Error('LEADLINE_CREDENTIALS_KEY must be <version>:<base64 of 32 bytes>, several separated by commas.')
      }
      keys.set(Number(version), await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']))
    }
    return new CredentialBox(keys)
  }

  async seal(channelId: string, credentials: Credentials): Promise<SealedCredentials> {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: utf8(channelId) },
      this.#key(this.#newest),
      utf8(JSON.stringify(credentials)),
    )
    return { ciphertext: toBase64(new Uint8Array([...iv, ...new Uint8Array(sealed)])), keyVersion: this.#newest }
  }

  /** @throws Error when the key is not known any more, or the ciphertext is not what {@link seal} made for this channel. */
  async open(channelId: string, { ciphertext, keyVersion }: SealedCredentials): Promise<Credentials> {
    const bytes = fromBase64(ciphertext) ?? new Uint8Array()
    const opened = await crypto.subtle
      .decrypt(
        { name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES), additionalData: utf8(channelId) },
        this.#key(keyVersion),
        bytes.slice(NONCE_BYTES),
      )
      .catch((cause: unknown) => {
        throw new Error(`The credentials of channel ${channelId} do not open with key ${keyVersion}.`, { cause })
      })
    return JSON.parse(new TextDecoder().decode(opened)) as Credentials
  }

  #key(version: number): Key {
    const key = this.#keys.get(version)
    if (!key) throw new Error(`LEADLINE_CREDENTIALS_KEY has no key of version ${version}.`)
    return key
  }
}

/** What `channel_access` returns. */
interface ChannelRow {
  id: string
  organization_id: string
  platform: string
  platform_channel_id: string | null
  ciphertext: string | null
  key_version: number | null
}

/**
 * The channel with its credentials, none when nothing was stored; null when there is no such channel or it is switched
 * off.
 *
 * @throws DatabaseError, or Error when the credentials cannot be opened.
 */
export async function channelAccess(
  service: SupabaseClient,
  box: CredentialBox,
  channelId: string,
): Promise<ChannelAccess | null> {
  const row = (await callDatabase(service, 'channel_access', { p_channel: channelId })) as ChannelRow | null
  if (!row) return null
  const { ciphertext, key_version: keyVersion } = row
  return {
    id: row.id,
    organizationId: row.organization_id,
    platform: row.platform,
    platformChannelId: row.platform_channel_id,
    credentials: ciphertext !== null && keyVersion !== null ? await box.open(row.id, { ciphertext, keyVersion }) : {},
  }
}

/**
 * Seals a channel's credentials and stores them in place of those it had.
 *
 * @throws DatabaseError `P0002` when there is no such channel.
 */
export async function storeCredentials(
  service: SupabaseClient,
  box: CredentialBox,
  channelId: string,
  credentials: Credentials,
): Promise<void> {
  const { ciphertext, keyVersion } = await box.seal(channelId, credentials)
  await callDatabase(service, 'store_channel_credentials', {
    p_channel: channelId,
    p_ciphertext: ciphertext,
    p_key_version: keyVersion,
  })
}

/**
 * UUIDv7 (RFC 9562, 5.7): the first 48 bits are the time, so that ids minted later sort later and indexes stay dense.
 * @param now milliseconds since 1970
 */
export function uuidv7(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Math.floor(now)) << 16n) | BigInt((bytes[6]! << 8) | bytes[7]!))
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

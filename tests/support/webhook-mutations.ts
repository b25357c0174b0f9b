import type { Random } from '#build/demo/random.ts'
import type { Payload } from './deliveries.ts'

/** Values that break what expects others: wrong types, edges of numbers and times, hostile and endless texts. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200f',
  "'; drop table leads; --",
  '=cmd|calc',
  '../../etc/passwd',
  '%00%ff',
  '99999999999999999999',
  '-1',
  'NaN',
  'infinity',
  '0001-01-01T00:00:00Z',
  '275760-09-13',
  '00000000-0000-0000-0000-000000000000',
  '+1',
  '+447400123456',
  'x'.repeat(400),
  '🧨'.repeat(3_000),
  'STOP',
  [],
  {},
  [[]],
  [null],
  { id: null },
  { __proto__: null, constructor: 1, toString: 2 },
]

const nastyText = (random: Random): string => {
  const nasty = random.pick(NASTY)
  return typeof nasty === 'string' ? nasty : JSON.stringify(nasty)
}

/** The payload as somebody or something broke it, before it is signed. */
export function mutate(payload: Payload, random: Random): Payload {
  const rounds = random.int(1, 4)
  let current = payload
  for (let round = 0; round < rounds; round += 1) current = mutateOnce(current, random)
  return current
}

function mutateOnce(payload: Payload, random: Random): Payload {
  if (payload instanceof Uint8Array) return mutateBytes(payload, random)
  if (random.chance(0.15)) return mutateBytes(bytesOf(payload), random)
  if (payload instanceof URLSearchParams) return mutateParameters(payload, random)
  if (typeof payload === 'string') return mutateText(payload, random)
  return mutateValue(structuredClone(payload), random) as object
}

function bytesOf(payload: Payload): Uint8Array<ArrayBuffer> {
  const text =
    typeof payload === 'string' || payload instanceof URLSearchParams ? payload.toString() : JSON.stringify(payload)
  return new TextEncoder().encode(text)
}

/** Bits flipped, parts cut out, doubled, or replaced by what is no UTF-8. */
function mutateBytes(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  if (bytes.length === 0) return new Uint8Array([random.int(0, 255)])
  const place = random.int(0, bytes.length - 1)
  const end = Math.min(bytes.length, place + random.int(1, 40))
  switch (random.int(0, 3)) {
    case 0: {
      const flipped = bytes.slice()
      flipped[place]! ^= 1 << random.int(0, 7)
      return flipped
    }
    case 1:
      return bytes.slice(0, place)
    case 2:
      return new Uint8Array([...bytes.slice(0, end), ...bytes.slice(place)])
    default:
      return new Uint8Array([...bytes.slice(0, place), 0xff, 0xc0, 0x00, ...bytes.slice(end)])
  }
}

function mutateText(text: string, random: Random): string {
  const lines = text.split('\r\n')
  const place = random.int(0, lines.length - 1)
  const nasty = nastyText(random)
  switch (random.int(0, 3)) {
    case 0:
      lines.splice(place, 1)
      break
    case 1:
      lines.splice(place, 0, lines[random.int(0, lines.length - 1)]!)
      break
    case 2:
      lines[place] = `${lines[place]!.split(':')[0]}: ${nasty}`
      break
    default:
      lines[place] = nasty
  }
  return lines.join('\r\n')
}

function mutateParameters(parameters: URLSearchParams, random: Random): URLSearchParams {
  const pairs = [...parameters]
  if (pairs.length === 0) return new URLSearchParams({ MessageSid: 'SM', From: '+447400123456' })
  const place = random.int(0, pairs.length - 1)
  const nasty = nastyText(random)
  switch (random.int(0, 3)) {
    case 0:
      pairs.splice(place, 1)
      break
    case 1:
      pairs.push([pairs[place]![0], nasty])
      break
    case 2:
      pairs.push(['NumMedia', nasty], ['MediaUrl0', nasty])
      break
    default:
      pairs[place] = [pairs[place]![0], nasty]
  }
  return new URLSearchParams(pairs)
}

/** Goes down the value by chance and breaks what it finds there. */
function mutateValue(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.1)) return random.pick(NASTY)
  const keys = Object.keys(value)
  if (keys.length === 0) return random.pick(NASTY)
  const key = random.pick(keys)
  const holder = value as Record<string, unknown>
  switch (random.int(0, 5)) {
    case 0:
      if (Array.isArray(value)) value.splice(Number(key), 1)
      else delete holder[key]
      break
    case 1:
      holder[random.pick(['type', 'id', 'text', 'status', 'timestamp', '0'])] = random.pick(NASTY)
      break
    case 2:
      holder[key] = [holder[key], holder[key]]
      break
    default:
      holder[key] = mutateValue(holder[key], random)
  }
  return value
}

import type { Bytes } from '../_shared/encoding.ts'
import type { Json } from './event.ts'
import { invalidBody } from './refusal.ts'

/** Readers of what others send: they take any value, and give back what it is if it is what was hoped for. */

export type JsonObject = { [key: string]: Json | undefined }

const MOST_LEVELS = 64

export function object(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

export const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])

/** Text that is not empty; numbers become text, since vendors write ids both ways. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** @returns undefined for what no number is. */
export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined
}

/** A vendor's time as ISO 8601: seconds or milliseconds since 1970, or a date as text. */
export function time(value: unknown): string | undefined {
  const count = number(value)
  const date =
    count === undefined
      ? new Date(text(value) ?? Number.NaN)
      : new Date(count < 100_000_000_000 ? count * 1_000 : count)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9_999 || date.getUTCFullYear() < 1
    ? undefined
    : date.toISOString()
}

/** The body as JSON. @throws Refusal 400 */
export function readJson(body: Bytes): Json {
  const source = readText(body)
  if (levelsOf(source) > MOST_LEVELS) throw invalidBody(`The body is nested deeper than ${MOST_LEVELS} levels.`)
  try {
    return JSON.parse(source) as Json
  } catch {
    throw invalidBody('The body is no JSON.')
  }
}

/** The body as a JSON object. @throws Refusal 400 */
export function readObject(body: Bytes): JsonObject {
  const value = object(readJson(body))
  if (!value) throw invalidBody('The body must be a JSON object.')
  return value
}

/** @throws Refusal 400 when it is no UTF-8. */
export function readText(body: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw invalidBody('The body is no UTF-8.')
  }
}

/** How deep brackets are nested, without those in texts. */
function levelsOf(source: string): number {
  let level = 0
  let deepest = 0
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (level += 1))
    else if (token === ']' || token === '}') level -= 1
  }
  return deepest
}

/**
 * The value with texts that PostgreSQL takes: without NUL, halves of characters replaced. Objects that repeat a key after
 * that keep the last.
 */
export function storable(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map((item) => storable(item) ?? null)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]))
}

const storableText = (value: string): string => value.replaceAll('\0', '').toWellFormed()

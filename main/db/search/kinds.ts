/** What is searched: rows of four tables, and the text that each is found by. */
import { z } from 'zod'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import { digitsOf, indexedText, trigrams } from '#shared/domain/search/tokens.ts'

export const KINDS = ['lead', 'contact', 'note', 'message'] as const
export type Kind = (typeof KINDS)[number]

/** A row on its way into the index. */
export interface Doc {
  rid: number
  /** Its place in time, milliseconds since 1970. */
  at: number
  text: string
}

/** Before the trigrams of a phone number: a character that no word has. */
export const GRAM = '\ue000'

const HOUR_MS = 60 * 60 * 1000
/** Hours count from here, so that none is negative. */
const EPOCH = Date.UTC(1970, 0, 1)
/** 67 million rows of a table; with 20 bits of hours (until 2089) a document's number stays a safe integer. */
const ROWS = 2 ** 26
const LAST_HOUR = 2 ** 20 - 1

/**
 * The number of a row in the index. Its order is the order of time, to the hour, so that the newest hits of a word are
 * found without looking at the others; and it tells the row.
 */
export function docNumber(rid: number, at: number): number {
  const hour = Math.min(LAST_HOUR, Math.max(0, Math.floor((at - EPOCH) / HOUR_MS)))
  return hour * ROWS + rid
}

export const rowOfDoc = (doc: number): number => doc % ROWS

const strings = z.array(z.string()).catch([])
const spoken = z.object({
  summary: z.string().nullable().catch(null),
  transcript: z.array(z.object({ text: z.string() })).catch([]),
})

export const tagsOf = (json: string): string[] => strings.parse(JSON.parse(json))

/** What was said in a call, one line each; empty for everything that is no call. */
export function spokenText(contentType: string, metadata: string): string {
  if (contentType !== 'call') return ''
  const call = spoken.safeParse(JSON.parse(metadata)).data
  return call ? [call.summary ?? '', ...call.transcript.map(({ text }) => text)].join('\n') : ''
}

type Values = Record<string, string | number | null>

interface KindSpec {
  table: string
  at: string
  columns: readonly string[]
  text: (row: Values) => string
}

const words = (row: Values, ...columns: string[]): string =>
  indexedText(columns.map((column) => row[column] ?? '').join(' '))

/** Every fragment of three digits of these numbers. */
const grams = (...numbers: (string | number | null | undefined)[]): string =>
  numbers
    .flatMap((number) => trigrams(digitsOf(String(number ?? ''))))
    .map((gram) => GRAM + gram)
    .join(' ')

const LEAD_WORDS = ['full_name', 'company_name', 'email', 'phone', 'secondary_phone', 'address', 'postcode'] as const

export const KIND_SPECS: Record<Kind, KindSpec> = {
  lead: {
    table: 'leads',
    at: 'created_at',
    columns: [...LEAD_WORDS, 'phone_normalized', 'tags'],
    text: (row) =>
      [
        words(row, ...LEAD_WORDS),
        indexedText(tagsOf(row['tags'] as string).join(' ')),
        grams(row['phone'], row['phone_normalized'], row['secondary_phone']),
      ].join(' '),
  },
  contact: {
    table: 'contact_points',
    at: '0',
    columns: ['platform_user_id', 'handle'],
    text: (row) => `${words(row, 'platform_user_id', 'handle')} ${grams(row['platform_user_id'])}`,
  },
  note: {
    table: 'notes',
    at: 'created_at',
    columns: ['title', 'body'],
    text: (row) => words({ ...row, body: mentionsAsTyped(String(row['body'] ?? '')) }, 'title', 'body'),
  },
  message: {
    table: 'messages',
    at: 'created_at',
    columns: ['subject', 'body', 'content_type', "case content_type when 'call' then metadata end as metadata"],
    text: (row) => {
      const written = words(row, 'subject', 'body')
      const said = row['metadata'] ? indexedText(spokenText(String(row['content_type']), String(row['metadata']))) : ''
      return `${written} ${said}`
    },
  },
}

import { compile } from './template.ts'
import type { Template } from './template.ts'

export const SECTORS = ['car', 'solar', 'gym', 'software'] as const
export type Sector = (typeof SECTORS)[number]

export const LANGUAGES = ['en', 'de', 'es', 'pt', 'fr', 'pl', 'ar', 'hi', 'ja'] as const
export type LanguageCode = (typeof LANGUAGES)[number]

/**
 * The steps of a sale. `enquiry` and `outreach` open (the customer or we write first), `nudge` is our reminder that
 * nobody answers, `call` is spoken, the rest follow one another as a sale goes on.
 */
export const BEAT_KINDS = [
  'enquiry',
  'outreach',
  'qualify',
  'question',
  'quote',
  'objection',
  'booking',
  'won',
  'lost',
  'aftercare',
  'nudge',
  'call',
] as const
export type BeatKind = (typeof BEAT_KINDS)[number]

export interface Line {
  /** True for what the customer writes or says. */
  readonly inbound: boolean
  readonly text: Template
}

/** An exchange that can stand between any others of its kind: what it asks, it also answers. */
export interface Beat {
  readonly kind: BeatKind
  /** A conversation has at most one beat of a topic, so that nobody is asked twice or says two different things. */
  readonly topic: string
  readonly lines: readonly Line[]
}

/** What a content module holds. */
export interface ScriptSource {
  readonly language: LanguageCode
  readonly sector: Sector
  /** Subjects of e-mails. */
  readonly subjects: readonly string[]
  /** Words of this language for slots of this sector; one of each is drawn for a conversation. */
  readonly words: Readonly<Record<string, readonly string[]>>
  /**
   * Exchanges by kind. A blank line parts two of them, `<` starts what the customer writes, `>` what we write, and
   * `# name` gives the topic.
   */
  readonly beats: Readonly<Record<BeatKind, string>>
}

export interface Script {
  readonly language: LanguageCode
  readonly sector: Sector
  readonly subjects: readonly Template[]
  readonly words: Readonly<Record<string, readonly Template[]>>
  readonly beats: Readonly<Record<BeatKind, readonly Beat[]>>
}

/** @throws for a line that starts with none of `<`, `>`, `#`, and for a kind without beats. */
export function compileScript(source: ScriptSource): Script {
  const beats = Object.fromEntries(
    BEAT_KINDS.map((kind) => [kind, parseBeats(source.beats[kind], kind, `${source.sector}-${source.language}`)]),
  ) as Record<BeatKind, Beat[]>
  const words = Object.fromEntries(Object.entries(source.words).map(([slot, texts]) => [slot, texts.map(compile)]))
  return { ...source, subjects: source.subjects.map(compile), words, beats }
}

function parseBeats(text: string, kind: BeatKind, where: string): Beat[] {
  const blocks = text.trim().split(/\n[ \t]*\n/)
  return blocks.map((block, index) => {
    let topic = `${kind}-${index}`
    const lines: Line[] = []
    for (const raw of block.split('\n')) {
      const line = raw.trim()
      const rest = line.slice(1).trim()
      if (line.startsWith('#')) topic = rest
      else if (rest && (line.startsWith('<') || line.startsWith('>')))
        lines.push({ inbound: line.startsWith('<'), text: compile(rest) })
      else throw new Error(`${where}, ${kind} ${index + 1}: “${line}” is not a line of a conversation`)
    }
    if (lines.length === 0) throw new Error(`${where}, ${kind} ${index + 1} has no lines`)
    return { kind, topic, lines }
  })
}

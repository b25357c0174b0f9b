import type {
  ConversationHit,
  HitGroup,
  LeadHit,
  MessageHit,
  NoteHit,
  SearchResults,
} from '#shared/contract/areas/search.ts'
import type { InboxKey } from '#shared/contract/read-models.ts'
import { parseSearch } from '#shared/domain/search/query.ts'
import type { Filter, Term } from '#shared/domain/search/query.ts'
import type { Connection } from '../connection.ts'
import type { Indexes } from './builder.ts'
import { fromIndex, gather } from './candidates.ts'
import { expressionOf } from './expression.ts'
import { Filters } from './filters.ts'
import { Hits, best } from './hits.ts'
import { LeadHits, distinctLeads } from './lead-hits.ts'
import type { Names } from './names.ts'

/** With fewer leads than this, names that are nearly what was typed are tried too. */
const FEW = 3
const MOST_CORRECTIONS = 4

const NONE = { hits: [], more: false }

interface Asked {
  terms: Term[]
  filters: Filter[]
  limit: number
  now: number
}

/**
 * Answers a search. Candidates come from the index; what is shown is read from the cache in the same moment and checked
 * against the words, so that nothing shows that has been deleted, changed or revoked since it was indexed.
 */
export class Search {
  readonly #indexes: Indexes
  readonly #names: Names
  readonly #filters: Filters
  readonly #hits: Hits
  readonly #leads: LeadHits
  readonly #byTime

  constructor(cache: Connection, indexes: Indexes, names: Names) {
    this.#indexes = indexes
    this.#names = names
    this.#filters = new Filters(cache)
    this.#hits = new Hits(cache)
    this.#leads = new LeadHits(cache)
    this.#byTime = cache.prepare<[number, number, number], { rid: number; at: number }>(
      'select rid, at from conversations where (at, rid) < (?, ?) order by at desc, rid desc limit ?',
    )
  }

  /** @param now milliseconds since 1970 */
  run({ text, limit }: { text: string; limit: number }, now: number): SearchResults {
    const { terms, filters: written, problems } = parseSearch(text, now)
    const asked = { terms, filters: written.map(({ filter }) => filter), limit, now }
    const { problems: unknown } = this.#filters.conditions('lead', asked.filters)
    return { text, ...this.#found(asked), problems: [...problems, ...unknown] }
  }

  #found(asked: Asked): Omit<SearchResults, 'text' | 'problems'> {
    const empty = { leads: NONE, conversations: NONE, messages: NONE, notes: NONE, corrected: [] }
    if (asked.terms.length === 0) {
      return asked.filters.length === 0 ? empty : { ...empty, conversations: this.#conversations(asked) }
    }
    const { corrected, ...leads } = this.#leadsOrNearly(asked)
    return { leads, conversations: NONE, messages: this.#messages(asked), notes: this.#notes(asked), corrected }
  }

  #messages({ terms, filters, limit, now }: Asked): HitGroup<MessageHit> {
    const conditions = this.#filters.conditions('message', filters)
    const { hits, more } = gather(limit, fromIndex(this.#indexes.message, expressionOf(terms)), (rids) =>
      this.#hits.messages(rids, terms, conditions, now),
    )
    return { hits: best(hits, limit), more: more || hits.length > limit }
  }

  #notes({ terms, filters, limit, now }: Asked): HitGroup<NoteHit> {
    const conditions = this.#filters.conditions('note', filters)
    const { hits, more } = gather(limit, fromIndex(this.#indexes.note, expressionOf(terms)), (rids) =>
      this.#hits.notes(rids, terms, conditions, now),
    )
    return { hits: best(hits, limit), more: more || hits.length > limit }
  }

  #conversations({ filters, limit }: Asked): HitGroup<ConversationHit> {
    const conditions = this.#filters.conditions('conversation', filters)
    const ask = (before: Pick<InboxKey, 'at' | 'rid'> | null, size: number) => {
      const rows = this.#byTime.all(before?.at ?? Number.MAX_SAFE_INTEGER, before?.rid ?? 0, size)
      return { rids: rows.map(({ rid }) => rid), next: rows.at(-1) ?? null }
    }
    const { hits, more } = gather(limit, ask, (rids) => this.#hits.conversations(rids, conditions))
    return { hits: hits.slice(0, limit), more: more || hits.length > limit }
  }

  #leadsOrNearly(asked: Asked): HitGroup<LeadHit> & { corrected: string[] } {
    const exact = this.#leadsOf(asked)
    if (exact.hits.length >= FEW) return { ...exact, corrected: [] }
    const corrected = new Set<string>()
    const hits = [...exact.hits]
    for (const { terms, names } of this.#corrections(asked.terms)) {
      const found = this.#leadsOf({ ...asked, terms }).hits.filter(({ id }) => hits.every((hit) => hit.id !== id))
      if (found.length > 0) for (const name of names) corrected.add(name)
      hits.push(...found)
    }
    return { hits: hits.slice(0, asked.limit), more: exact.more, corrected: [...corrected] }
  }

  #leadsOf({ terms, filters, limit, now }: Asked): HitGroup<LeadHit> {
    const conditions = this.#filters.conditions('lead', filters)
    const expression = expressionOf(terms, { anyWord: true, hasNumbers: true })
    const { lead, contact } = this.#indexes
    const rows = gather(limit, fromIndex(lead, expression), (rids) => this.#leads.byRow(rids, terms, conditions, now))
    const points = gather(limit, fromIndex(contact, expression), (rids) =>
      this.#leads.byContact(rids, terms, conditions, now),
    )
    const hits = distinctLeads([...rows.hits, ...points.hits])
    return { hits: best(hits, limit), more: rows.more || points.more || hits.length > limit }
  }

  /** The query with each word that nobody is called replaced by names close to it. */
  #corrections(terms: readonly Term[]): { terms: Term[]; names: string[] }[] {
    let variants: { terms: Term[]; names: string[] }[] = [{ terms: [], names: [] }]
    for (const term of terms) {
      const names = term.tokens.length === 1 ? this.#names.similar(term.tokens[0]!) : []
      const choices =
        names.length === 0 ? [{ term, name: [] }] : names.map((name) => ({ term: nameTerm(name), name: [name] }))
      variants = variants
        .flatMap((variant) =>
          choices.map(({ term: next, name }) => ({
            terms: [...variant.terms, next],
            names: [...variant.names, ...name],
          })),
        )
        .slice(0, MOST_CORRECTIONS)
    }
    return variants.filter(({ names }) => names.length > 0)
  }
}

const nameTerm = (name: string): Term => ({ tokens: [name], isPrefix: false, digits: null })

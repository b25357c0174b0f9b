/** What the invented bridge finds: words are looked for in names and previews, as the search worker would answer. */
import type { SearchCoverage, SearchResults } from '#shared/contract/areas/search.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'
import { matchText, snippetOf } from '#shared/domain/search/match.ts'
import { parseSearch } from '#shared/domain/search/query.ts'
import { idOf } from './fixture-data.ts'
import { PEOPLE } from './fixture-people.ts'

const DAY = 24 * 60 * 60 * 1000

export const searchCoverage = (now: number): SearchCoverage => ({
  phase: 'ready',
  indexed: 18_204,
  total: 18_204,
  messages_since: now - 90 * DAY,
  older_on_server: 12_400,
})

export function searchResults(
  { text, limit }: { text: string; limit: number },
  rows: readonly InboxRow[],
  now: number,
): SearchResults {
  const { terms, filters, problems } = parseSearch(text, now)
  const none = { hits: [], more: false }
  const empty = { text, leads: none, conversations: none, messages: none, notes: none, corrected: [], problems }
  if (terms.length === 0) {
    const hits = filters.length === 0 ? [] : rows.slice(0, limit).map((row) => ({ ...row }))
    return { ...empty, conversations: { hits, more: rows.length > limit } }
  }
  const newest = rows.slice(0, PEOPLE.length)
  const leads = newest.flatMap((row) => {
    const label = row.lead_label ?? ''
    const match = matchText(label, terms, true)
    if (!match) return []
    const detail = [{ text: '+44 7700 900123', hit: false }]
    const { stage, at, handler_id: owner_id } = row
    return [
      { id: row.lead_id, conversation_id: row.id, label: snippetOf(label, match.spans), detail, stage, owner_id, at },
    ]
  })
  const messages = newest.flatMap((row, n) =>
    (PEOPLE[n]?.talk ?? []).flatMap((body, line) => {
      const match = matchText(body, terms)
      if (!match) return []
      const { platform, lead_id, lead_label } = row
      const sender = { sender_type: 'customer' as const, sender_id: null, within: 'text' as const }
      const snippet = snippetOf(body, match.spans)
      const id = idOf(7, n * 10 + line)
      return [
        { id, conversation_id: row.id, lead_id, lead_label, platform, ...sender, snippet, at: row.at - line * DAY },
      ]
    }),
  )
  return {
    ...empty,
    leads: { hits: leads.slice(0, limit), more: false },
    messages: { hits: messages.slice(0, limit), more: messages.length > 3 },
  }
}

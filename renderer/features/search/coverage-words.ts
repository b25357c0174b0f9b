import { count } from '../../format/time.ts'
import type { SearchCoverage } from '#shared/contract/areas/search.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

/** What a search covers, in a sentence. */
export function coverageWords({ phase, indexed, total, messages_since, older_on_server }: SearchCoverage): string {
  if (phase === 'building' && indexed < total) {
    return `Getting ready to search: ${count(indexed)} of ${count(total)} so far.`
  }
  if (messages_since === null || older_on_server === 0) return 'Searches everything you can see, also offline.'
  return `Searches messages since ${day.format(messages_since)} and the last 200 of each conversation; ${count(older_on_server)} older ones are on the server only.`
}

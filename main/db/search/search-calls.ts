import type { SearchCoverage, SearchResults } from '#shared/contract/areas/search.ts'
import type { LiveQueryInput } from '#shared/contract/ipc.ts'

/** Queries answered by the search worker. */
export interface SearchReads {
  'search.results': { input: LiveQueryInput<'search.results'>; output: SearchResults }
  'search.coverage': { input: unknown; output: SearchCoverage }
}

/** All that the search worker is asked; `changed`: there is something new in the cache. */
export interface SearchCalls extends SearchReads {
  changed: { input: null; output: null }
  /** Whether all that is known of has been taken in and tidied. */
  isDone: { input: null; output: boolean }
}

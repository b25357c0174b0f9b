/** How much text a search takes; beside the query's rules, for those who need not know how dates in words are read. */
export const MOST_SEARCH_CHARACTERS = 10_000

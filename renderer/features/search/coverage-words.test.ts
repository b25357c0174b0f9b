import { expect, it } from 'vitest'
import { coverageWords } from './coverage-words.ts'

const covers = { phase: 'ready' as const, indexed: 10, total: 10, messages_since: null, older_on_server: 0 }

it('says how far the first build is', () => {
  expect(coverageWords({ ...covers, phase: 'building', indexed: 1200, total: 50_000 })).toBe(
    'Getting ready to search: 1,200 of 50,000 so far.',
  )
})

it('says what is on the server only', () => {
  const since = new Date(2026, 4, 3).getTime()
  expect(coverageWords({ ...covers, messages_since: since, older_on_server: 12_400 })).toBe(
    'Searches messages since 3 May 2026 and the last 200 of each conversation; 12,400 older ones are on the server only.',
  )
  expect(coverageWords(covers)).toBe('Searches everything you can see, also offline.')
})

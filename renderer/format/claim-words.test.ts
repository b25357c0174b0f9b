import { expect, it } from 'vitest'
import { claimedWords, lostClaimWords } from './claim-words.ts'

const NOW = 1_800_000_000_000

it('promises a lead offline only for when the server agrees', () => {
  expect(claimedWords('Maya Chen', true)).toBe('Maya Chen is yours')
  expect(claimedWords('Maya Chen', false)).toBe('Maya Chen is yours once the server agrees')
})

it('says who was faster and how long ago, as far as that is known', () => {
  expect(lostClaimWords({ name: 'Ana', claimed_at: NOW - 4_000 }, NOW)).toBe('Ana claimed it 4 s ago')
  expect(lostClaimWords({ name: null, claimed_at: null }, NOW)).toBe('A colleague claimed it first')
})

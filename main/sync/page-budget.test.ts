import { expect, test } from 'vitest'
import { createPageBudget } from './page-budget.ts'

test('is halved when the server gives up, and grows again with pages that are small and fast', () => {
  const budget = createPageBudget(4_000)
  budget.exceeded()
  budget.exceeded()
  expect(budget.rows).toBe(1_000)
  budget.spent({ rows: 1_000, bytes: 100_000, ms: 50 })
  expect(budget.rows).toBe(2_000)
  budget.spent({ rows: 2_000, bytes: 200_000, ms: 100 })
  expect(budget.rows).toBe(4_000)
})

test('keeps pages to about a megabyte', () => {
  const budget = createPageBudget(4_000)
  budget.spent({ rows: 4_000, bytes: 8_000_000, ms: 100 })
  expect(budget.rows).toBe(500)
})

test('keeps pages to about two seconds', () => {
  const budget = createPageBudget(4_000)
  budget.spent({ rows: 4_000, bytes: 400_000, ms: 8_000 })
  expect(budget.rows).toBe(1_000)
})

test('never asks for less than is worth a call, nor lets an empty page say anything', () => {
  const budget = createPageBudget(4_000)
  for (let n = 0; n < 20; n++) budget.exceeded()
  expect(budget.rows).toBe(100)
  budget.spent({ rows: 0, bytes: 0, ms: 0 })
  expect(budget.rows).toBe(100)
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KEEP_DELAY, ChangeKeeper } from './change-keeper.ts'
import type { Draft } from '#shared/contract/read-models.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const text = (body: string): Draft => ({ body, mode: 'reply' })

it('saves the last of quick changes once, within 300 ms', async () => {
  const saved: Draft[] = []
  const keeper = new ChangeKeeper<Draft>((draft) => Promise.resolve(saved.push(draft) > 0))
  keeper.change(text('H'))
  keeper.change(text('Hi'))
  await vi.advanceTimersByTimeAsync(KEEP_DELAY - 1)
  expect(saved).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saved).toEqual([text('Hi')])
  expect(KEEP_DELAY).toBeLessThanOrEqual(300)
})

it('saves at once when flushed, and not again afterwards', async () => {
  const saved: Draft[] = []
  const keeper = new ChangeKeeper<Draft>((draft) => Promise.resolve(saved.push(draft) > 0))
  keeper.change(text('Hi'))
  await keeper.flush()
  await vi.advanceTimersByTimeAsync(1000)
  expect(saved).toEqual([text('Hi')])
})

it('never lets a slow save overtake a newer text', async () => {
  const saved: string[] = []
  const answers: (() => void)[] = []
  const keeper = new ChangeKeeper<Draft>(
    (draft) =>
      new Promise((resolve) => {
        answers.push(() => {
          saved.push(draft.body)
          resolve(true)
        })
      }),
  )
  keeper.change(text('one'))
  const first = keeper.flush()
  keeper.change(text('two'))
  const second = keeper.flush()
  expect(answers).toHaveLength(1)
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(0)
  answers[1]?.()
  await Promise.all([first, second])
  expect(saved).toEqual(['one', 'two'])
})

it('keeps a text that could not be saved and saves it with the next flush', async () => {
  const saved: string[] = []
  let full = true
  const keeper = new ChangeKeeper<Draft>((draft) => {
    if (!full) saved.push(draft.body)
    return Promise.resolve(!full)
  })
  keeper.change(text('precious'))
  await keeper.flush()
  full = false
  await keeper.flush()
  expect(saved).toEqual(['precious'])
})

it('keeps who types on and on as well', async () => {
  const saved: string[] = []
  const keeper = new ChangeKeeper<Draft>((draft) => Promise.resolve(saved.push(draft.body) > 0))
  for (let typed = 1; typed <= 10; typed++) {
    keeper.change(text('x'.repeat(typed)))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(saved.length).toBeGreaterThanOrEqual(3)
})

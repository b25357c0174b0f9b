import { expect, test } from 'vitest'
import { denoCheck } from '#tests/support/deno.ts'

test.each(['events', 'sweep'])('the function %s passes the type checker of Deno', (name) => {
  expect(denoCheck(name)).toBe('')
})

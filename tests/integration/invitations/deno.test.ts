import { expect, test } from 'vitest'
import { denoCheck } from '#tests/support/deno.ts'

test('the function invitations passes the type checker of Deno', () => {
  expect(denoCheck('invitations')).toBe('')
})

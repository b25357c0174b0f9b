import { expect, it } from 'vitest'
import { addressProblem, keyProblem } from './project-address.ts'

const token = (role: string) => `e30.${btoa(JSON.stringify({ role })).replaceAll('=', '')}.sig`

it('accepts https addresses, and http on this computer only', () => {
  expect(addressProblem(' https://abcdefgh.supabase.co ')).toBeNull()
  expect(addressProblem('http://127.0.0.1:54321')).toBeNull()
  expect(addressProblem('http://crm.example.com')).toMatch(/https/)
})

it('says what an address looks like when it gets something else', () => {
  expect(addressProblem('')).toMatch(/Enter/)
  expect(addressProblem('abcdefgh')).toMatch(/supabase\.co/)
  expect(addressProblem('ftp://example.com')).toMatch(/supabase\.co/)
})

it('takes a publishable key and refuses one that could do everything', () => {
  expect(keyProblem(token('anon'))).toBeNull()
  expect(keyProblem('sb_publishable_abc')).toBeNull()
  expect(keyProblem(token('service_role'))).toMatch(/secret/)
  expect(keyProblem('sb_secret_abc')).toMatch(/secret/)
  expect(keyProblem('a b')).toMatch(/spaces/)
})

import { describe, expect, test } from 'vitest'
import { automationAddress } from '#supabase/functions/events/address.ts'

const HOSTED = 'https://abc.supabase.co'
const LOCAL = 'http://127.0.0.1:54321'

describe('the address of an automation', () => {
  test.each(['https://hooks.example.com/leadline', 'https://hooks.example.com:8443/?a=b'])('may be %s', (address) => {
    expect(automationAddress(address, HOSTED)?.href).toBe(address)
  })

  test.each([
    '',
    'hooks.example.com',
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'https://user:secret@hooks.example.com/',
    'https://10.0.0.8/',
    'https://169.254.169.254/latest/meta-data',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://intranet/',
    'https://localhost/',
    'http://127.0.0.1:5678/',
  ])('may not be %j', (address) => {
    expect(automationAddress(address, HOSTED)).toBeNull()
  })

  test.each(['http://127.0.0.1:5678/hook', 'http://localhost:5678/hook', 'https://[::1]/hook'])(
    'may be %s where the project is on the loopback too',
    (address) => {
      expect(automationAddress(address, LOCAL)?.href).toBe(address)
      expect(automationAddress('http://hooks.example.com/', LOCAL)).toBeNull()
    },
  )
})

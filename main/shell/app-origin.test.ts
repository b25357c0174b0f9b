import { describe, expect, test } from 'vitest'
import { fileOf, isAppUrl } from './app-origin.ts'

const ROOT = '/opt/leadline/renderer'

describe('fileOf', () => {
  test.each([
    ['app://leadline/', `${ROOT}/index.html`],
    ['app://leadline/index.html', `${ROOT}/index.html`],
    ['app://leadline/assets/a.js?v=1#x', `${ROOT}/assets/a.js`],
    // The URL parser folds these dots before we see them.
    ['app://leadline/%2e%2e/%2e%2e/etc/passwd', `${ROOT}/etc/passwd`],
  ])('%s is a file of the page', (url, file) => expect(fileOf(url, ROOT)).toBe(file))

  test.each([
    ['another host', 'app://other/index.html'],
    ['a way out of the folder', 'app://leadline/..%2f..%2fetc/passwd'],
    ['a way out in the middle', 'app://leadline/assets/..%2f..%2f..%2fetc/passwd'],
    ['a sibling folder with the same beginning', 'app://leadline/..%2frenderer-evil/x'],
    ['a NUL', 'app://leadline/index.html%00.png'],
    ['a broken escape', 'app://leadline/%E0%A4%A'],
  ])('refuses %s', (_what, url) => expect(fileOf(url, ROOT)).toBeNull())
})

describe('isAppUrl', () => {
  test('accepts our own origin only', () => {
    expect(isAppUrl('app://leadline/index.html', undefined)).toBe(true)
    expect(isAppUrl('app://leadline.evil/index.html', undefined)).toBe(false)
    expect(isAppUrl('https://leadline/index.html', undefined)).toBe(false)
    expect(isAppUrl('nonsense', undefined)).toBe(false)
  })
  test('accepts a development server only where there is one', () => {
    expect(isAppUrl('http://localhost:5173/', 'http://localhost:5173')).toBe(true)
    expect(isAppUrl('http://localhost:5174/', 'http://localhost:5173')).toBe(false)
    expect(isAppUrl('http://localhost:5173/', undefined)).toBe(false)
  })
})

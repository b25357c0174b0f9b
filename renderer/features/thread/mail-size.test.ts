import { expect, it } from 'vitest'
import { isReasonable } from './mail-size.ts'

it('takes what mail programs write', () => {
  const row = '<tr><td><table><tr><td><p>One<p>Two<br><img></td></tr></table></td></tr>'
  expect(isReasonable(`<html><body><table>${row.repeat(500)}</table></body></html>`)).toBe(true)
  expect(isReasonable('no tags: 1 < 2')).toBe(true)
})

it.each(['<table><tr><td>', '<b>', '<DIV>', '<p>x'])('refuses a megabyte of %s, at once', (tag) => {
  const html = tag.repeat(1_000_000 / tag.length)
  const started = performance.now()
  expect(isReasonable(html)).toBe(false)
  expect(performance.now() - started).toBeLessThan(500)
})

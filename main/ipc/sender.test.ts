import { expect, test } from 'vitest'
import { isAppUrl } from '../shell/app-origin.ts'
import { isFromOurPage, type Sender } from './sender.ts'

const frame = (url: string, parent: object | null = null): Sender => ({ senderFrame: { url, parent } })
const isTaken = (sender: Sender) => isFromOurPage(sender, (url) => isAppUrl(url, undefined))

test('the page of a window of ours is heard', () => {
  expect(isTaken(frame('app://leadline/index.html'))).toBe(true)
  expect(isTaken(frame('app://leadline/panel.html'))).toBe(true)
})

test('a frame inside of it is not, not even one with our own document', () => {
  expect(isTaken(frame('app://leadline/mail-frame.html', {}))).toBe(false)
  expect(isTaken(frame('app://leadline/index.html', {}))).toBe(false)
})

test('a frame that is gone by now is not', () => {
  expect(isTaken({ senderFrame: null })).toBe(false)
})

test.each([
  '',
  'about:blank',
  'https://leadline/index.html',
  'app://other/index.html',
  'app://leadline.example/index.html',
  'app://leadline@evil.example/index.html',
  'file:///opt/leadline/index.html',
  'data:text/html,app://leadline/',
  'blob:app://leadline/0198f2c0',
  'devtools://devtools/bundled/inspector.html',
])('a window that shows %j is not', (url) => {
  expect(isTaken(frame(url))).toBe(false)
})

import { expect, test } from 'vitest'
import { testWords } from './test-words.ts'

test('what became of a test says where to look, and that one’s own choice keeps the others back', () => {
  expect(testWords({ outcome: 'refused', quiet: null }, 'darwin')).toMatch(/refuses .* System Settings → Notifications/)
  expect(testWords({ outcome: 'shown', quiet: 'paused' }, 'linux')).toMatch(/has shown it\..*You have paused/)
  expect(testWords({ outcome: 'unanswered', quiet: 'quiet_hours' }, 'win32')).toMatch(/not answered\..*quiet hours/)
  expect(testWords({ outcome: 'unsupported', quiet: null }, 'linux')).toMatch(/no notifications/)
})

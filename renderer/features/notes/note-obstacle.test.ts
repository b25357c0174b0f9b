import { expect, test } from 'vitest'
import { noteObstacle } from './note-obstacle.ts'

test('a note of 1 MB is refused at once, and says how much it takes; an empty one when it is to be saved', () => {
  expect(noteObstacle('x'.repeat(1_048_576))).toMatchObject({
    isLong: true,
    words: expect.stringMatching(/1,048,576.*100,000/) as string,
  })
  expect(noteObstacle(' \n')).toMatchObject({ isLong: false })
  expect(noteObstacle('x'.repeat(100_000))).toBeNull()
})

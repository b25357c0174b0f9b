import { expect, it } from 'vitest'
import { presenceWords } from './presence-words.ts'

const here = (name: string, typing = false) => ({ name, typing })

it('names one or two, counts more, and tells first who is typing', () => {
  expect(presenceWords([here('Ana')])).toBe('Ana is here')
  expect(presenceWords([here('Ana'), here('Ben')])).toBe('Ana and Ben are here')
  expect(presenceWords([here('Ana'), here('Ben'), here('Cleo')])).toBe('Ana and 2 others are here')
  expect(presenceWords([here('Ana'), here('Ben', true)])).toBe('Ben is typing')
})

import { expect, test } from 'vitest'
import { InFront } from './in-front.ts'

test('the rep looks at what the window shows that said so last, whichever order two of them change in', () => {
  const seen: (string | null)[] = []
  const inFront = new InFront((id) => seen.push(id))
  inFront.show('main', 'maya')
  inFront.show('paul', 'paul')
  inFront.show('main', null)
  inFront.show('paul', null)
  inFront.show('paul', 'paul')
  inFront.show('main', 'maya')
  inFront.show('paul', null)
  expect(seen).toEqual(['maya', 'paul', 'paul', null, 'paul', 'maya', 'maya'])
})

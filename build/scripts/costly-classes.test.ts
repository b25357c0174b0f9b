import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const RENDERER = join(import.meta.dirname, '../../renderer')

/** Classes whose rules every element of the page is tried against (`… > *`), and what takes their place. */
const COSTLY: [classes: RegExp, instead: string][] = [
  [/\b-?space-[xy]-[\w.]+/g, 'flex with gap'],
  [/\bdivide-[\w-]+/g, 'a border of the items'],
  [/(?<=[\s'"`])\*{1,2}:[\w-]+/g, 'classes of the children'],
  [/\bgroup-[\w-]+\/(?:list|column):[\w-]+/g, 'a rule as of .cursor-list in base.css'],
]

it('no class of the renderer makes the browser look at every element', () => {
  const found = globSync('**/*.tsx', { cwd: RENDERER }).flatMap((file) => {
    const text = readFileSync(join(RENDERER, file), 'utf8')
    return COSTLY.flatMap(([classes, instead]) =>
      (text.match(classes) ?? []).map((name) => `${file}: ${name}; rather ${instead}`),
    )
  })
  expect(found).toEqual([])
})

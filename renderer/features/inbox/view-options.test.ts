import { expect, it } from 'vitest'
import { chosenView, viewOptions } from './view-options.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'

const own: SavedView = {
  id: '1',
  name: 'Hot',
  is_own: true,
  owner_name: 'Ana',
  is_shared: true,
  view: { split: 'hot', sort: 'newest', filter: {} },
}
const theirs: SavedView = { ...own, id: '2', name: 'Pool', is_own: false, owner_name: 'Ben' }
const views = [own, theirs]
const labels = (options: ReturnType<typeof viewOptions>) => options.map(({ label }) => label)

it('knows the chosen view, and whether it was changed since', () => {
  expect(chosenView(views, null, own.view)).toBeNull()
  expect(chosenView(views, 'gone', own.view)).toBeNull()
  expect(chosenView(views, '1', own.view)).toEqual({ saved: own, isChanged: false })
  expect(chosenView(views, '1', { ...own.view, sort: 'score' })?.isChanged).toBe(true)
})

it('offers to change the rep’s own view alone, and to save changes where there are some', () => {
  expect(labels(viewOptions(views, null, true))).toEqual(['Hot', 'Pool', 'Save this view…', 'Export its leads…'])
  expect(labels(viewOptions(views, { saved: own, isChanged: false }, true)).slice(2)).toEqual([
    'Save this view…',
    'Export its leads…',
    'Rename or share “Hot”…',
    'Delete “Hot”',
  ])
  expect(labels(viewOptions(views, { saved: own, isChanged: true }, true))).toContain('Save changes to “Hot”')
  expect(labels(viewOptions(views, { saved: theirs, isChanged: true }, true)).slice(2)).toEqual([
    'Save this view…',
    'Export its leads…',
  ])
})

it('lets a viewer use and export views and keep none, and says whose a view is', () => {
  const options = viewOptions(views, { saved: own, isChanged: true }, false)
  expect(options.map(({ hint, checked }) => [hint, checked ?? false])).toEqual([
    ['Shared', true],
    ['Ben', false],
    [undefined, false],
  ])
})

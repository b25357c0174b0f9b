import { expect, it } from 'vitest'
import { exportChoices, sourceOf, type Shown } from './export-source.ts'

const inbox: Shown = { isPipeline: false, split: 'mine', filter: { stage_id: 's', tags: ['vip'] }, pipelineId: 'p' }
const lists = [{ id: 'l', name: 'Spring', leads: 3 }]

it('says what the rep looks at, then all leads and the lists', () => {
  const names = (shown: Shown) => exportChoices(shown, lists).map(({ name }) => name)
  expect(names(inbox)).toEqual(['In the inbox now: Mine, 2 filters', 'All leads on this device', 'Spring'])
  expect(names({ ...inbox, filter: {} })[0]).toBe('In the inbox now: Mine')
  expect(names({ ...inbox, isPipeline: true })[0]).toBe('In the pipeline now, 1 filter')
})

it('asks for a view with its filter, of the pipeline without the stage', () => {
  expect(sourceOf('shown', inbox)).toEqual({ of: 'inbox', split: 'mine', filter: inbox.filter })
  expect(sourceOf('shown', { ...inbox, isPipeline: true })).toEqual({
    of: 'pipeline',
    pipeline_id: 'p',
    filter: { tags: ['vip'] },
  })
  expect(sourceOf('all', inbox)).toEqual({ of: 'all' })
  expect(sourceOf('l', inbox)).toEqual({ of: 'list', dataset_id: 'l' })
})

import { expect, test } from 'vitest'
import { importRequest, newDraft, obstacleOf, stageChoices, targetChoices, withTarget } from './import-request.ts'
import type { ImportFile } from '#shared/contract/areas/import.ts'

const FILE: ImportFile = {
  name: 'leads.csv',
  bytes: 10,
  format: { kind: 'text', encoding: 'utf-8', delimiter: ',' },
  columns: ['Name', 'Mail', 'Model'],
  sample: [],
  row_count: 1,
  suggested: { Name: 'full_name', Mail: 'email', Model: 'custom:Model' },
}
const DRAFT = newDraft(FILE, 'me')

test('a file is imported as its columns seem, into the rep’s own leads', () => {
  expect(obstacleOf(DRAFT)).toBeNull()
  expect(importRequest({ ...DRAFT, tags: ' spring, vip,,' }, true)).toEqual({
    mapping: FILE.suggested,
    duplicate_action: null,
    list: null,
    owner_id: 'me',
    stage_id: null,
    tags: ['spring', 'vip'],
    is_dry_run: true,
  })
  expect(importRequest({ ...DRAFT, list: 'new', newList: 'Fair', owner: '', stage: 's' }, false)).toMatchObject({
    list: { name: 'Fair' },
    owner_id: null,
    stage_id: 's',
  })
})

test('new leads begin where all do, or in a stage that is not lost, told with its pipeline where there are several', () => {
  const stage = (id: string, pipeline: string, kind: 'open' | 'lost' = 'open') => ({
    id,
    name: `Stage ${id}`,
    color: '#123456',
    kind,
    pipeline,
  })
  const names = (...stages: ReturnType<typeof stage>[]) => stageChoices(stages).map(({ name }) => name)
  expect(names(stage('1', 'Sales'), stage('2', 'Sales', 'lost'))).toEqual(['Where all new leads begin', 'Stage 1'])
  expect(names(stage('1', 'Sales'), stage('3', 'Fleet'))).toEqual([
    'Where all new leads begin',
    'Sales: Stage 1',
    'Fleet: Stage 3',
  ])
})

test('what stands against it is one sentence', () => {
  const obstacle = (mapping: typeof DRAFT.mapping) => obstacleOf({ ...DRAFT, mapping })
  expect(obstacle({})).toMatch(/at least one column/)
  expect(obstacle({ Name: 'full_name' })).toMatch(/phone number or the e-mail/)
  expect(obstacle({ Name: 'email', Mail: 'email' })).toMatch(/Two columns are “E-mail”/)
  expect(obstacle({ Name: 'tags', Model: 'tags', Mail: 'email' })).toBeNull()
  expect(obstacleOf({ ...DRAFT, list: 'new', newList: ' ' })).toMatch(/name/)
})

test('a column is given another target, or left out', () => {
  expect(withTarget(DRAFT.mapping, 'Model', '')).toEqual({ Name: 'full_name', Mail: 'email' })
  expect(withTarget(DRAFT.mapping, 'Model', 'tags')).toMatchObject({ Model: 'tags' })
  expect(targetChoices('Model').at(-1)).toEqual({ id: 'custom:Model', name: 'Own field of this name' })
})

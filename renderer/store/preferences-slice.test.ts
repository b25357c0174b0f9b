import { expect, it } from 'vitest'
import { LIST_WIDTH, PANEL_WIDTH, parsePreferences } from './preferences-slice.ts'

it('falls back to the defaults for what is missing, broken or out of range', () => {
  const initial = {
    theme: 'system',
    contrast: 'system',
    density: 'comfortable',
    railOpen: false,
    listWidth: LIST_WIDTH.initial,
    leadPanelOpen: true,
    panelWidth: PANEL_WIDTH.initial,
    foldedSections: [],
    sorts: {},
    keyPreset: 'default',
    notDuplicates: [],
    imagesOf: [],
    collapsedStages: [],
    hiddenCardFields: [],
    boardCompact: false,
    boardAsList: false,
  }
  expect(parsePreferences(null)).toEqual(initial)
  expect(parsePreferences('not json')).toEqual(initial)
  expect(parsePreferences('null')).toEqual(initial)
  expect(parsePreferences('{"sorts":{"mine":"best","lost":"newest"}}')).toEqual(initial)
  expect(parsePreferences('{"theme":"pink","listWidth":9999}')).toEqual({ ...initial, listWidth: LIST_WIDTH.max })
  expect(parsePreferences('{"panelWidth":1,"contrast":"high","density":7,"railOpen":"yes"}')).toEqual({
    ...initial,
    panelWidth: PANEL_WIDTH.min,
  })
  expect(parsePreferences('{"foldedSections":[1,"tags",null]}')).toEqual({ ...initial, foldedSections: ['tags'] })
})

it('keeps what was chosen', () => {
  const chosen = {
    theme: 'dark',
    contrast: 'more',
    density: 'compact',
    railOpen: true,
    listWidth: 300,
    leadPanelOpen: false,
    panelWidth: 400,
    foldedSections: ['tags'],
    notDuplicates: ['a:b'],
    keyPreset: 'gmail',
    sorts: { mine: 'waiting' },
    imagesOf: ['lead'],
    collapsedStages: ['stage'],
    hiddenCardFields: ['score'],
    boardCompact: true,
    boardAsList: true,
  }
  expect(parsePreferences(JSON.stringify(chosen))).toEqual(chosen)
})

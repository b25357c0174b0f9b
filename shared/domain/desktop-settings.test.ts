import { expect, test } from 'vitest'
import { DESKTOP_DEFAULTS, desktopChangeSchema, desktopSettingsSchema, withChange } from './desktop-settings.ts'

test('what an older version did not keep is as usual', () => {
  expect(desktopSettingsSchema.parse(undefined)).toEqual(DESKTOP_DEFAULTS)
  expect(desktopSettingsSchema.parse({ zoom: 2 })).toEqual({ ...DESKTOP_DEFAULTS, zoom: 2 })
})

test('a change leaves alone what it does not name, also within the quiet hours', () => {
  const quiet = withChange(DESKTOP_DEFAULTS, desktopChangeSchema.parse({ quiet_hours: { on: true } }))
  const later = withChange(quiet, desktopChangeSchema.parse({ quiet_hours: { to: '07:00' } }))
  expect(withChange(later, desktopChangeSchema.parse({ zoom: 1, sounds: undefined }))).toEqual({
    ...DESKTOP_DEFAULTS,
    zoom: 1,
    quiet_hours: { on: true, from: '20:00', to: '07:00' },
  })
})

test('a shortcut that is no key, and a setting that there is not, are refused', () => {
  expect(desktopChangeSchema.safeParse({ quick_note_shortcut: 'N' }).success).toBe(false)
  expect(desktopChangeSchema.safeParse({ close_too_tray: true }).success).toBe(false)
})

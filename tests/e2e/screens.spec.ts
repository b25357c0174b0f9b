import { draw, overflowing, seriousFindings } from '#tests/support/renderer-harness/draw.ts'
import { MAIN_SCREENS } from '#tests/support/renderer-harness/main-screens.ts'
import { SHOTS } from '#tests/support/renderer-harness/shots.ts'
import { expect, test } from '#tests/support/renderer-harness/stage.ts'

// Axe looks at every screen four times.
test.describe.configure({ timeout: 180_000 })

for (const shot of MAIN_SCREENS) {
  test(`axe finds nothing serious on ${shot.name} in light, dark and high contrast`, async ({ stage }) => {
    const look = { size: shot.sizes[0]!, dark: false, mode: 'plain' as const }
    const { tab, problems, close } = await draw(stage.browser, stage.page, shot, look)
    expect(await seriousFindings(tab)).toEqual([])
    for (const [contrast, colorScheme] of [
      ['normal', 'dark'],
      ['more', 'dark'],
      ['more', 'light'],
    ] as const) {
      await tab.emulateMedia({ colorScheme })
      await tab.evaluate((value) => (document.documentElement.dataset['contrast'] = value), contrast)
      // Nothing but colours is another now.
      expect(await seriousFindings(tab, ['color-contrast']), `${contrast} contrast, ${colorScheme}`).toEqual([])
    }
    expect(problems).toEqual([])
    await close()
  })
}

for (const shot of MAIN_SCREENS) {
  test(`everything on ${shot.name} stays in reach at 200 % and with texts 40 % longer`, async ({ stage }) => {
    for (const mode of ['zoom', 'long'] as const) {
      for (const width of [1280, 700]) {
        const look = { size: { width, height: 800 }, dark: false, mode }
        const { tab, problems, close } = await draw(stage.browser, stage.page, shot, look)
        expect(await tab.evaluate(overflowing), `${mode}, ${width} px`).toEqual([])
        expect(problems).toEqual([])
        await close()
      }
    }
  })
}

test('nothing moves for a rep who has asked for less motion', async ({ stage }) => {
  const shot = SHOTS.find(({ name }) => name === 'catching-up')!
  const { tab, close } = await draw(stage.browser, stage.page, shot, { size: 'wide', dark: false, mode: 'plain' })
  expect(await tab.evaluate(() => document.getAnimations().length)).toBe(0)
  await tab.emulateMedia({ reducedMotion: 'no-preference' })
  await expect.poll(() => tab.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0)
  await close()
})

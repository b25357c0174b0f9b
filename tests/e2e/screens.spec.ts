import { contrastFindings, findingsButContrast } from '#tests/support/renderer-harness/axe.ts'
import { draw, overflowing } from '#tests/support/renderer-harness/draw.ts'
import { MAIN_SCREENS } from '#tests/support/renderer-harness/main-screens.ts'
import { SHOTS } from '#tests/support/renderer-harness/shots.ts'
import { expect, test } from '#tests/support/renderer-harness/stage.ts'

// Others may use the machine, too.
test.describe.configure({ timeout: 120_000 })

const THEMES = [
  ['light', 'normal'],
  ['dark', 'normal'],
  ['dark', 'more'],
  ['light', 'more'],
] as const

for (const shot of SHOTS) {
  test(`axe finds nothing serious on ${shot.name} in light, dark and high contrast`, async ({ stage }) => {
    const { tab, problems, show, rightLooks } = stage.easel
    await show(shot)
    expect(await findingsButContrast(tab)).toEqual([])
    // Nothing but colours is another in the other themes.
    for (const [colorScheme, contrast] of THEMES) {
      await tab.emulateMedia({ colorScheme })
      await tab.evaluate((value) => (document.documentElement.dataset['contrast'] = value), contrast)
      expect(await contrastFindings(tab, rightLooks), `${colorScheme}, ${contrast} contrast`).toEqual([])
    }
    expect(problems).toEqual([])
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

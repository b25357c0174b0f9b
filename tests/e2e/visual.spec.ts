/**
 * Pictures of the ten main screens against those in `tests/e2e/baselines`. When a change of the looks is meant:
 *
 *     node_modules/.bin/playwright test visual --update-snapshots
 *
 * and look at every picture that changed before it is committed.
 */
import { draw } from '#tests/support/renderer-harness/draw.ts'
import { MAIN_SCREENS } from '#tests/support/renderer-harness/main-screens.ts'
import { expect, test } from '#tests/support/renderer-harness/stage.ts'

const NOW = Date.UTC(2026, 10, 20, 15, 30)
const LOOKS = [
  { name: 'wide-light', size: { width: 1200, height: 640 }, dark: false },
  { name: 'narrow-dark', size: { width: 700, height: 640 }, dark: true },
]

for (const shot of MAIN_SCREENS) {
  for (const { name, ...look } of LOOKS) {
    test(`${shot.name} looks as before, ${name}`, async ({ stage }) => {
      const { tab, close } = await draw(stage.browser, stage.page, shot, { ...look, mode: 'plain' }, NOW)
      await expectOwnFont(tab)
      await tab.evaluate(replaceForeign)
      await expect(tab).toHaveScreenshot(`${shot.name}-${name}.png`, {
        caret: 'hide',
        // Edges of glyphs are drawn a little differently from one browser to the next.
        threshold: 0.25,
        // A screen is mostly empty: another one altogether differs in some hundredths of it.
        maxDiffPixelRatio: 0.003,
      })
      await close()
    })
  }
}

type Tab = Awaited<ReturnType<typeof draw>>['tab']

/** The pictures are drawn with the font that the app brings along; without it every one of them would differ. */
async function expectOwnFont(tab: Tab): Promise<void> {
  const isThere = await tab.evaluate(() => document.fonts.check('14px "Inter Variable"') && document.fonts.size > 0)
  expect(isThere, 'the bundled font "Inter Variable" could not be loaded').toBe(true)
}

/** In the page: an x for every character that the app's font lacks, for each machine would draw it with another font. */
function replaceForeign(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? ''
    const own = text.replaceAll(
      /[^\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\u00a0-\u00ff\u2000-\u2122]/gu,
      'x',
    )
    if (own !== text) node.nodeValue = own
  }
}

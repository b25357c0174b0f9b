/** What axe says of a screen that is drawn. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page as Tab } from '@playwright/test'

/** Marks the texts whose contrast is to be checked. */
const SAMPLE = 'data-contrast-sample'

/** What axe finds serious or critical on the page, a line for each place. */
export function seriousFindings(tab: Tab): Promise<string[]> {
  return findings(builderOf(tab))
}

/** The same without the contrast of texts, which takes most of its time. */
export function findingsButContrast(tab: Tab): Promise<string[]> {
  return findings(builderOf(tab).disableRules('color-contrast'))
}

/**
 * Texts without enough contrast, of those that look like none before: a text's contrast is decided by its colours and
 * its size, so what was found right once needs no second look on another screen.
 * @param known what was found right before; gains what is now
 */
export async function contrastFindings(tab: Tab, known: Set<string>): Promise<string[]> {
  const looks = await tab.evaluate(sampleTexts, { known: [...known], mark: SAMPLE })
  if (looks.length === 0) return []
  const found = await findings(builderOf(tab).include(`[${SAMPLE}]`).withRules('color-contrast'))
  if (found.length === 0) for (const look of looks) known.add(look)
  return found
}

// Legacy mode looks into this page alone, and needs no second one to gather what it has found.
const builderOf = (tab: Tab): AxeBuilder =>
  new AxeBuilder({ page: tab }).setLegacyMode().options({ resultTypes: ['violations'] })

async function findings(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map((node) => `axe ${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    )
}

/** In the page: marks one text of each look that is not known, and answers these looks. */
function sampleTexts({ known, mark }: { known: string[]; mark: string }): string[] {
  for (const marked of document.querySelectorAll(`[${mark}]`)) marked.removeAttribute(mark)
  const seen = new Set(known)
  const looks: string[] = []
  const transparent = /^rgba\(.*, 0\)$|^transparent$/
  /** What lies behind an element, up to the first ground that hides the rest. */
  const groundOf = (element: Element): string => {
    const parts: string[] = []
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(at)
      const isClear = transparent.test(backgroundColor)
      if (!isClear || opacity !== '1' || position === 'absolute') parts.push(`${backgroundColor}${opacity}${position}`)
      if (!isClear && !backgroundColor.includes('/') && !backgroundColor.startsWith('rgba')) break
      if (backgroundImage !== 'none') parts.push(backgroundImage)
    }
    return parts.join(' on ')
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!element || !node.nodeValue?.trim() || !element.checkVisibility({ visibilityProperty: true })) continue
    const { color, fontSize, fontWeight } = getComputedStyle(element)
    const look = [color, fontSize, fontWeight, groundOf(element)].join(' ')
    if (seen.has(look)) continue
    seen.add(look)
    looks.push(look)
    element.setAttribute(mark, '')
  }
  // Fields say what they are for in a text that is no node.
  for (const field of document.querySelectorAll('input, textarea')) {
    const look = [getComputedStyle(field, '::placeholder').color, getComputedStyle(field).color, groundOf(field)].join()
    if (seen.has(look) || !field.checkVisibility()) continue
    seen.add(look)
    looks.push(look)
    field.setAttribute(mark, '')
  }
  return looks
}

/** Finding a template by what is typed after `/`. */
import type { ReplyTemplate } from '#shared/contract/areas/composer.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'

/** More than this is not read; another letter narrows it down. */
const SHOWN = 8

/** `/word` at the start of a word, up to the caret: where it begins and what was typed; null when there is none. */
export function slashAt(text: string, caret: number): { start: number; query: string } | null {
  const found = /(?:^|\s)\/([^\s/]{0,40})$/u.exec(text.slice(0, caret))
  return found ? { start: caret - found[1]!.length - 1, query: found[1]! } : null
}

/** The templates for a channel that match, those whose shortcut or name begins so first. */
export function matchingTemplates(
  templates: readonly ReplyTemplate[],
  platform: Platform,
  query: string,
): ReplyTemplate[] {
  const wanted = query.trim().toLowerCase()
  const rank = ({ shortcut, name, content }: ReplyTemplate): number => {
    if (shortcut?.toLowerCase().startsWith(wanted)) return 0
    if (name.toLowerCase().startsWith(wanted)) return 1
    return `${shortcut ?? ''} ${name} ${content}`.toLowerCase().includes(wanted) ? 2 : 3
  }
  return templates
    .filter(({ type }) => type === 'any' || type === platform)
    .map((template) => ({ template, order: rank(template) }))
    .filter(({ order }) => order < 3)
    .sort((a, b) => a.order - b.order)
    .slice(0, SHOWN)
    .map(({ template }) => template)
}

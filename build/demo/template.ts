import type { Random } from './random.ts'

/** A compiled text: literal parts, slots to fill and alternatives to choose from. */
export type Template = readonly Part[]
type Part = string | { readonly slot: string } | { readonly choice: readonly Template[] }

const TOKEN = /\{([a-z_0-9]+)\}|\[([^\]]*)\]/g

/** Compiles `{slot}` and `[one|another]` (an alternative may hold slots, not further alternatives). */
export function compile(text: string): Template {
  const parts: Part[] = []
  let done = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > done) parts.push(text.slice(done, match.index))
    if (match[1] !== undefined) parts.push({ slot: match[1] })
    else parts.push({ choice: (match[2] ?? '').split('|').map(compile) })
    done = match.index + match[0].length
  }
  if (done < text.length) parts.push(text.slice(done))
  return parts
}

/** Writes a template out; `slot` gives the text of a slot by its name. */
export function render(template: Template, random: Random, slot: (name: string) => string): string {
  let text = ''
  for (const part of template) {
    if (typeof part === 'string') text += part
    else if ('slot' in part) text += slot(part.slot)
    else text += render(random.pick(part.choice), random, slot)
  }
  return text
}

/** The names of the slots that a template may ask for. */
export function slotsOf(template: Template): string[] {
  return template.flatMap((part) => {
    if (typeof part === 'string') return []
    return 'slot' in part ? [part.slot] : part.choice.flatMap(slotsOf)
  })
}

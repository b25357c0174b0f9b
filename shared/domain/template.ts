/** Templates of messages: texts with places such as `{{first_name}}`, filled from what is known of a lead. */

/** What fills places, by name. */
export type TemplateValues = Readonly<Record<string, string>>

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g

/** What stands in where nothing is known; other variables have no such word (the database's `app.template_variables`). */
const FALLBACKS: TemplateValues = { first_name: 'there' }

/** The names of a text's places, each once, in the order in which they appear. */
export function placesOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map((found) => found[1]!))]
}

/** What stands in a place; null when nothing is known. White space alone is nothing. */
export function valueOf(name: string, values: TemplateValues): string | null {
  const known = Object.hasOwn(values, name) ? values[name]!.trim() : ''
  return known || (Object.hasOwn(FALLBACKS, name) ? FALLBACKS[name]! : null)
}

/** Fills the places of a text. What nothing is known for stays as it is, and is named in `missing`. */
export function fillTemplate(content: string, values: TemplateValues): { text: string; missing: string[] } {
  const text = content.replace(PLACE, (place, name: string) => valueOf(name, values) ?? place)
  return { text, missing: placesOf(content).filter((name) => valueOf(name, values) === null) }
}

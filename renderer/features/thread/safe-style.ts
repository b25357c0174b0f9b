/** Values that load something, run something, or hide behind escapes. */
const LOADS = /url|image|src|expression|behavio|binding|import|@|\\|\/\*/i
/** Declarations that could lay a mail over what is not its own. */
const PLACES = /^\s*(position|z-index|pointer-events|cursor|content|animation|transition|filter|-)/i

/** The declarations of a `style` attribute that colour and lay out words, without those that request or cover anything. */
export function safeStyle(style: string): string {
  return style
    .split(';')
    .filter((declaration) => declaration.includes(':') && !LOADS.test(declaration) && !PLACES.test(declaration))
    .join(';')
}

/** Deep enough to tell where it was, short enough for a line of the log. */
const FRAMES = 4
const FRAME = /^\s+at (?:(?<what>.+?) \()?(?:.*[\\/])?(?<place>[^\\/()]+)\)?$/

/**
 * Name, code and place of what was thrown, for the log. Its message is left out, since messages quote what somebody typed,
 * and so are the folders of its place, since one of them is called after the user of the computer.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { name, message, stack = '' } = error
  const code = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(error.code)
  return [code ? `${name} ${String(error.code)}` : name, ...frames(stack, message)].join(' ')
}

function frames(stack: string, message: string): string[] {
  // A message can have lines that look like places.
  const places = stack.slice(stack.indexOf(message) + message.length)
  return places
    .split('\n')
    .flatMap((line) => {
      const { what, place } = FRAME.exec(line)?.groups ?? {}
      return place ? [`at ${what ? `${what} ` : ''}${place}`] : []
    })
    .slice(0, FRAMES)
}

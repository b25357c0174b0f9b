import { readFile } from 'node:fs/promises'

/** A line of the application's log. */
export interface LogLine {
  /** ISO 8601. */
  at: string
  level: string
  event: string
  /** Null for none, and where it cannot be read. */
  data: Record<string, unknown> | null
}

// The level is padded, so that events stand below each other.
const LINE = /^\[([^\]]+)\] \[(\w+)\] +([\w.]+)(?: (\{.*\}))?$/

/**
 * The lines of a log, oldest first; what is no event, such as the rest of a broken line, is left out.
 * @param file path of the log; one that is not there has no lines
 */
export async function logLines(file: string): Promise<LogLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const [, at, level, event, data] = LINE.exec(line) ?? []
    return at && level && event ? [{ at, level, event, data: data === undefined ? null : parsed(data) }] : []
  })
}

function parsed(data: string): Record<string, unknown> | null {
  try {
    return JSON.parse(data) as Record<string, unknown>
  } catch {
    return null
  }
}

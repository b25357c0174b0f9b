/** One statement of an SQL script, without its semicolon. */
export interface Statement {
  text: string
  /** Line of the script on which the statement starts, from 1. */
  line: number
}

/** Text in which a semicolon does not end the statement, and comments; in the order PostgreSQL's lexer tries them. */
const QUOTED = [
  /--[^\n]*/y,
  /\/\*/y,
  /[eE]'(?:[^'\\]|\\.|'')*'/sy,
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y,
] as const

const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const ATOMIC_BODY = /begin\s+atomic\b/iy

/**
 * Splits an SQL script at its top-level semicolons, as psql does: strings, quoted names, dollar quotes, (nested)
 * comments and `BEGIN ATOMIC` bodies stay whole. Comments before a statement belong to it.
 */
export function splitStatements(script: string): Statement[] {
  const statements: Statement[] = []
  let start = 0
  let position = 0
  while (position < script.length) {
    if (script[position] === ';') {
      push(script, start, position, statements)
      start = position + 1
    }
    position = endOfToken(script, position)
  }
  push(script, start, script.length, statements)
  return statements
}

function push(script: string, start: number, end: number, statements: Statement[]): void {
  const raw = script.slice(start, end)
  if (!hasCode(raw)) return
  const lead = raw.length - raw.trimStart().length
  statements.push({ text: raw.trim(), line: script.slice(0, start + lead).split('\n').length })
}

function hasCode(text: string): boolean {
  let position = 0
  while (position < text.length) {
    const next = endOfToken(text, position)
    const token = text.slice(position, next)
    if (!token.startsWith('--') && !token.startsWith('/*') && token.trim() !== '') return true
    position = next
  }
  return false
}

/** Position after the token (comment, string, word or single character) that starts at `from`. */
function endOfToken(script: string, from: number): number {
  const atomic = matchAt(ATOMIC_BODY, script, from)
  if (atomic) return endOfAtomicBody(script, from + atomic[0].length)
  for (const pattern of QUOTED) {
    const match = matchAt(pattern, script, from)
    if (!match) continue
    const after = from + match[0].length
    if (match[0] === '/*') return endOfComment(script, after)
    return match[0].startsWith('$') ? endOf(script, match[0], after) : after
  }
  const word = matchAt(WORD, script, from)
  return from + (word ? word[0].length : 1)
}

function endOfComment(script: string, from: number): number {
  let depth = 1
  const marks = /\/\*|\*\//g
  marks.lastIndex = from
  for (let mark = marks.exec(script); mark; mark = marks.exec(script)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return script.length
}

/** Position after the `end` that closes a `begin atomic` body; `case … end` nests in it. */
function endOfAtomicBody(script: string, from: number): number {
  let depth = 1
  let position = from
  while (position < script.length) {
    const next = endOfToken(script, position)
    const token = script.slice(position, next).toLowerCase()
    if (token === 'case') depth++
    if (token === 'end') depth--
    position = next
    if (depth === 0) return position
  }
  return position
}

function endOf(script: string, mark: string, from: number): number {
  const found = script.indexOf(mark, from)
  return found === -1 ? script.length : found + mark.length
}

function matchAt(pattern: RegExp, script: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(script)
}

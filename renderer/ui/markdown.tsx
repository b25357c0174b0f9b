import { lexer, type Token, type Tokens } from 'marked'
import { memo, useMemo, type ReactNode } from 'react'
import { NoteText } from './note-text.tsx'

/** Deeper than anybody writes; what is nested deeper is shown as it was typed. */
const MOST_DEPTH = 20

/**
 * A note's Markdown as elements of the page: no HTML is made of it, so none can get in, and what looks like HTML is shown
 * as text. Links show where they lead; images are links.
 */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const tokens = useMemo(() => tokensOf(text), [text])
  return tokens ? <Blocks tokens={tokens} depth={0} /> : <p className="whitespace-pre-wrap">{text}</p>
})

/** Null for text that is nested beyond what can be read. */
function tokensOf(text: string): Token[] | null {
  try {
    return lexer(text, { gfm: true, breaks: true })
  } catch {
    return null
  }
}

interface PartsProps {
  tokens: readonly Token[] | undefined
  depth: number
}

function Blocks({ tokens = [], depth }: PartsProps): ReactNode {
  // Parts of one text never change their order.
  // oxlint-disable-next-line react/no-array-index-key
  return tokens.map((token, index) => <Block key={index} token={token} depth={depth} />)
}

function Words({ tokens = [], depth }: PartsProps): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key
  return tokens.map((token, index) => <Word key={index} token={token} depth={depth} />)
}

interface PartProps {
  token: Token
  depth: number
}

function Block({ token, depth }: PartProps): ReactNode {
  if (depth > MOST_DEPTH) return <p className="whitespace-pre-wrap">{token.raw}</p>
  const inner = { tokens: 'tokens' in token ? token.tokens : undefined, depth: depth + 1 }
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading':
      // A heading of a note is none of the page.
      return (
        <p className="mt-2 font-semibold first:mt-0">
          <Words {...inner} />
        </p>
      )
    case 'paragraph':
      return (
        <p className="mt-1.5 first:mt-0">
          <Words {...inner} />
        </p>
      )
    case 'blockquote':
      return (
        <blockquote className="mt-1.5 border-l-2 border-line-strong pl-3 text-ink-2 first:mt-0">
          <Blocks {...inner} />
        </blockquote>
      )
    case 'list':
      return <List list={token as Tokens.List} depth={depth} />
    case 'code':
      return (
        // It scrolls, so keys must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0} className="mt-1.5 overflow-x-auto rounded-md bg-hover px-2 py-1 font-mono text-sm first:mt-0">
          {(token as Tokens.Code).text}
        </pre>
      )
    case 'hr':
      return <hr className="my-2 border-line-strong" />
    case 'table':
      return <Table table={token as Tokens.Table} depth={depth} />
    default:
      return (
        <p className="mt-1.5 first:mt-0">
          <Word token={token} depth={depth} />
        </p>
      )
  }
}

function List({ list, depth }: { list: Tokens.List; depth: number }) {
  const items = list.items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <li key={index} className={item.task ? 'list-none' : undefined}>
      <Items tokens={item.tokens} depth={depth + 1} />
    </li>
  ))
  const look = 'mt-1.5 flex flex-col gap-0.5 pl-5 first:mt-0'
  if (!list.ordered) return <ul className={`${look} list-disc`}>{items}</ul>
  return (
    <ol start={list.start === '' ? 1 : list.start} className={`${look} list-decimal`}>
      {items}
    </ol>
  )
}

/** What stands in an item of a list: words at once, and lists in it. */
function Items({ tokens = [], depth }: PartsProps): ReactNode {
  return tokens.map((token, index) =>
    token.type === 'text' || token.type === 'checkbox' ? (
      // oxlint-disable-next-line react/no-array-index-key
      <Word key={index} token={token} depth={depth} />
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <Block key={index} token={token} depth={depth} />
    ),
  )
}

function Table({ table, depth }: { table: Tokens.Table; depth: number }) {
  const cell = 'border border-line-strong px-2 py-0.5 text-left'
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div tabIndex={0} className="mt-1.5 overflow-x-auto first:mt-0">
      <table className="border-collapse text-sm">
        <thead>
          <tr>
            {table.header.map(({ tokens }, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <th key={index} className={cell}>
                <Words tokens={tokens} depth={depth + 1} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at}>
              {row.map(({ tokens }, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={index} className={cell}>
                  <Words tokens={tokens} depth={depth + 1} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Word({ token, depth }: PartProps): ReactNode {
  if (depth > MOST_DEPTH) return token.raw
  const inner = { tokens: 'tokens' in token ? token.tokens : undefined, depth: depth + 1 }
  switch (token.type) {
    case 'strong':
      return (
        <strong className="font-semibold">
          <Words {...inner} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Words {...inner} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Words {...inner} />
        </del>
      )
    case 'codespan':
      return <code className="rounded-xs bg-hover px-1 font-mono text-sm">{(token as Tokens.Codespan).text}</code>
    case 'br':
      return <br />
    case 'checkbox':
      return (
        <span aria-label={(token as Tokens.Checkbox).checked ? 'Done' : 'To do'}>
          {(token as Tokens.Checkbox).checked ? '☑ ' : '☐ '}
        </span>
      )
    case 'link':
    case 'image': {
      const { href, text } = token as Tokens.Link
      return <NoteText text={href === text || href === `mailto:${text}` ? text : `${text} (${href})`} />
    }
    case 'escape':
      return (token as Tokens.Escape).text
    case 'text':
      return inner.tokens ? <Words {...inner} /> : <NoteText text={(token as Tokens.Text).text} />
    default:
      return <NoteText text={token.raw} />
  }
}

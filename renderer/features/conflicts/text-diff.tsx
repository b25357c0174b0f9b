import { useMemo, useState } from 'react'
import { count } from '../../format/time.ts'
import { cx } from '../../ui/cx.ts'
import { diffLines, type LineRun } from '#shared/domain/line-diff.ts'

/** Equal lines that stay before and after a change. */
const CONTEXT = 2

interface TextDiffProps {
  before: string
  after: string
  /** Whose text is on which side, for those who do not see the colours. */
  beforeName: string
  afterName: string
}

/** What differs between two texts, line by line; long equal parts are folded away until asked for. */
export function TextDiff({ before, after, beforeName, afterName }: TextDiffProps) {
  const runs = useMemo(() => diffLines(before, after), [before, after])
  return (
    <section
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
      tabIndex={0}
      aria-label={`What differs between ${beforeName} and ${afterName}`}
      className="max-h-96 overflow-auto rounded-md border border-line bg-sunken py-1 text-xs"
    >
      {runs.map((run, index) => (
        <Run
          // oxlint-disable-next-line react/no-array-index-key -- runs have no other identity and never move
          key={index}
          run={run}
          isFirst={index === 0}
          isLast={index === runs.length - 1}
          name={run.kind === 'removed' ? beforeName : afterName}
        />
      ))}
    </section>
  )
}

interface RunProps {
  run: LineRun
  isFirst: boolean
  isLast: boolean
  name: string
}

const TONES = { same: 'text-ink-2', removed: 'bg-danger-soft text-ink', added: 'bg-positive-soft text-ink' }
const SIGNS = { same: '', removed: '−', added: '+' }

function Run({ run: { kind, lines }, isFirst, isLast, name }: RunProps) {
  const [open, setOpen] = useState(false)
  const from = isFirst ? 0 : CONTEXT
  const to = isLast ? lines.length : lines.length - CONTEXT
  const folded = kind === 'same' && !open && to - from > 1
  if (!folded) return <Lines kind={kind} lines={lines} name={name} />
  return (
    <>
      <Lines kind={kind} lines={lines.slice(0, from)} name={name} />
      <button
        type="button"
        className="my-0.5 block w-full bg-hover px-3 py-1 text-left font-sans text-2xs text-ink-2 hover:text-ink"
        onClick={() => setOpen(true)}
      >
        Show {count(to - from)} equal lines
      </button>
      <Lines kind={kind} lines={lines.slice(to)} name={name} />
    </>
  )
}

function Lines({ kind, lines, name }: { kind: LineRun['kind']; lines: string[]; name: string }) {
  if (lines.length === 0) return null
  return (
    <div className={cx('flex px-3 py-px', TONES[kind])}>
      <span aria-hidden className="w-4 shrink-0 font-mono font-semibold select-none">
        {SIGNS[kind]}
      </span>
      {kind !== 'same' && <span className="sr-only">{name}: </span>}
      <p dir="auto" className="min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap select-text">
        {lines.join('\n')}
      </p>
    </div>
  )
}

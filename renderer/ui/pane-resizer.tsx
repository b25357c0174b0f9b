import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { cx } from './cx.ts'

interface PaneResizerProps {
  /** What is resized, as in "Width of the list". */
  label: string
  /** Width of the pane in px, as it is shown. */
  width: number
  /** Its bounds, and where a double click puts it. */
  range: { min: number; max: number; initial: number }
  /** Where the pane lies, seen from this edge. */
  pane: 'before' | 'after'
  onChange: (width: number) => void
}

const STEP = 16

/** The edge of a pane: dragged, moved with the arrow keys, Home and End, or put back by a double click. */
export function PaneResizer({ label, width, range, pane, onChange }: PaneResizerProps) {
  const [grip, setGrip] = useState<{ x: number; width: number } | null>(null)
  const sign = pane === 'before' ? 1 : -1
  const change = (wanted: number) => onChange(Math.round(Math.min(range.max, Math.max(range.min, wanted))))
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setGrip({ x: event.clientX, width })
  }
  const onPointerMove = (event: PointerEvent) => {
    if (grip) change(grip.width + sign * (event.clientX - grip.x))
  }
  const letGo = () => setGrip(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted: Partial<Record<string, number>> = {
      ArrowLeft: width - sign * STEP,
      ArrowRight: width + sign * STEP,
      Home: range.min,
      End: range.max,
    }
    const next = wanted[event.key]
    if (next === undefined) return
    event.preventDefault()
    change(next)
  }
  return (
    // A separator that can be moved is a control of its own kind; no element has its meaning.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      aria-valuenow={width}
      aria-valuetext={`${width} pixels`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onDoubleClick={() => change(range.initial)}
      onKeyDown={onKeyDown}
      className={cx(
        'relative z-10 -mx-0.75 w-1.5 shrink-0 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-0.75 after:transition-colors',
        grip ? 'after:w-0.5 after:bg-focus' : 'after:w-px after:bg-line hover:after:bg-line-strong',
      )}
    />
  )
}

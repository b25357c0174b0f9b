import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { clampListWidth, LIST_WIDTH } from '../store/preferences-slice.ts'

interface ListResizerProps {
  width: number
  onChange: (width: number) => void
}

const STEP = 16

/** The edge between list and thread; dragged, or moved with the arrow keys. */
export function ListResizer({ width, onChange }: ListResizerProps) {
  const [grip, setGrip] = useState<number | null>(null)
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setGrip(event.clientX - width)
  }
  const onPointerMove = (event: PointerEvent) => {
    if (grip !== null) onChange(clampListWidth(event.clientX - grip))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onChange(clampListWidth(width - STEP))
    if (event.key === 'ArrowRight') onChange(clampListWidth(width + STEP))
  }
  return (
    // A separator that can be moved is a control of its own kind; no element has its meaning.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the list"
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      aria-valuenow={width}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => setGrip(null)}
      onKeyDown={onKeyDown}
      className="relative z-10 -mx-0.75 w-1.75 shrink-0 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-0.75 after:w-px after:bg-line after:transition-colors hover:after:bg-line-strong"
    />
  )
}

import { Check } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'

interface SelectBoxProps {
  selected: boolean | null
  canSelect: boolean
  onClick: (event: MouseEvent) => void
  children: ReactNode
}

/** A box to select the row with the mouse, in the avatar's place on hover and while anything is selected. */
export function SelectBox({ selected, canSelect, onClick, children }: SelectBoxProps) {
  if (!canSelect) return children
  const isShown = selected !== null
  return (
    // By keyboard a row is selected with X, which the list hears.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      data-select-box
      className="grid size-8 shrink-0 place-items-center"
      onClick={(event) => {
        event.stopPropagation()
        onClick(event)
      }}
    >
      <span className={cx('col-start-1 row-start-1', isShown ? 'invisible' : 'group-hover:invisible')}>{children}</span>
      <span
        aria-hidden
        className={cx(
          'col-start-1 row-start-1 grid size-4.5 place-items-center rounded-sm border',
          selected ? 'border-accent bg-accent text-on-accent' : 'border-control-line bg-surface',
          !isShown && 'invisible group-hover:visible',
        )}
      >
        {selected && <Check className="size-3.5" strokeWidth={3} />}
      </span>
    </span>
  )
}

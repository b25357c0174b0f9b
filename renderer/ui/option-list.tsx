import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface OptionListProps {
  id: string
  label: string
  options: readonly { id: string; content: ReactNode }[]
  active: number
  onChoose: (index: number) => void
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`

/** The list of a combobox: the field it belongs to keeps the focus and names the active option. */
export function OptionList({ id, label, options, active, onChoose }: OptionListProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- its options have two lines
    <div id={id} role="listbox" aria-label={label} className="max-h-64 overflow-y-auto p-1">
      {options.map((option, index) => (
        // The field holds the focus and the keys.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={option.id}
          id={optionId(id, index)}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
          className={cx('rounded-md px-2 py-1.5 text-sm', index === active && 'bg-selected')}
        >
          {option.content}
        </div>
      ))}
    </div>
  )
}

/** The index that an arrow key leads to, going round; null for another key. */
export function stepOf(key: string, active: number, count: number): number | null {
  if (count === 0 || (key !== 'ArrowDown' && key !== 'ArrowUp')) return null
  return (active + (key === 'ArrowDown' ? 1 : -1) + count) % count
}

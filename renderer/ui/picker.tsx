import { Dialog as Base } from '@base-ui/react/dialog'
import { Check } from 'lucide-react'
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { matchOptions } from './picker-match.ts'
import type { PickerOption } from './picker-match.ts'

interface PickerProps {
  open: boolean
  title: string
  placeholder: string
  options: readonly PickerOption[]
  /** Further options made of what is typed, such as a moment in words or a new tag; shown first. */
  fromText?: ((text: string) => readonly PickerOption[]) | undefined
  /** Shown instead of the list while it has nothing: why, or what to type. */
  nothing: (text: string) => ReactNode
  /** The list stays open, so that several can be chosen. */
  several?: boolean
  onPick: (id: string) => void
  onClose: () => void
  /** What has the focus afterwards, where that is not what had it before. */
  finalFocus?: () => HTMLElement | null
}

/**
 * Choosing from a list by typing or by arrows, as a sheet over the window. The text field keeps the focus and names the
 * option that Enter takes (`aria-activedescendant`); focus returns where it was.
 */
export function Picker({ open, onClose, finalFocus, ...rest }: PickerProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          {...(finalFocus && { finalFocus })}
          className="animate-rise fixed top-[14vh] left-1/2 z-50 flex max-h-[64vh] w-[calc(100vw-32px)] max-w-110 -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-raised shadow-float outline-none"
        >
          <Base.Title className="px-4 pt-3 text-xs font-medium text-ink-2">{rest.title}</Base.Title>
          <Choosing {...rest} onClose={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function Choosing({
  title,
  placeholder,
  options,
  fromText,
  nothing,
  several,
  onPick,
  onClose,
}: Omit<PickerProps, 'open' | 'finalFocus'>) {
  const listId = useId()
  const [text, setText] = useState('')
  const [cursor, setCursor] = useState(0)
  const shown = [...(fromText?.(text) ?? []), ...matchOptions(options, text)]
  const at = Math.min(cursor, shown.length - 1)

  const pick = (option: PickerOption | undefined) => {
    if (!option) return
    onPick(option.id)
    if (!several) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) setCursor(Math.min(shown.length - 1, Math.max(0, at + step)))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) pick(shown[at])
    else return
    event.preventDefault()
  }

  return (
    <>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the sheet opens to be typed into
        autoFocus
        role="combobox"
        aria-label={title}
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown[at] ? `${listId}-${at}` : undefined}
        placeholder={placeholder}
        value={text}
        maxLength={200}
        onChange={(event) => {
          setText(event.target.value)
          setCursor(0)
        }}
        onKeyDown={onKeyDown}
        className="h-11 w-full shrink-0 border-b border-line bg-transparent px-4 text-base select-text outline-none placeholder:text-ink-3"
      />
      {shown.length === 0 && <output className="block px-4 py-5 text-sm text-ink-2">{nothing(text)}</output>}
      <div
        id={listId}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such rows
        role="listbox"
        tabIndex={-1}
        aria-label={title}
        aria-multiselectable={several ? true : undefined}
        className={cx('min-h-0 overflow-y-auto p-1', shown.length === 0 && 'hidden')}
      >
        {shown.map((option, index) => (
          <Option
            key={option.id}
            id={`${listId}-${index}`}
            option={option}
            active={index === at}
            heading={option.group !== shown[index - 1]?.group ? option.group : undefined}
            onPick={() => pick(option)}
          />
        ))}
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  option: PickerOption
  active: boolean
  heading: string | undefined
  onPick: () => void
}

function Option({ id, option, active, heading, onPick }: OptionProps) {
  return (
    <>
      {heading && (
        <div role="presentation" className="px-3 pt-2 pb-1 text-2xs font-medium text-ink-3">
          {heading}
        </div>
      )}
      {/* The text field holds the focus and its keys. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div
        ref={(element) => void (active && element?.scrollIntoView({ block: 'nearest' }))}
        id={id}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
        role="option"
        aria-selected={option.checked ?? active}
        onClick={onPick}
        className={cx(
          'flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-3 py-1 text-sm hover:bg-hover',
          active && 'bg-hover ring-1 ring-line-strong ring-inset',
        )}
      >
        {option.icon && <span className="grid size-5 shrink-0 place-items-center text-ink-2">{option.icon}</span>}
        <span dir="auto" className="min-w-0 flex-1 truncate text-left">
          {option.label}
        </span>
        {option.hint && <span className="tabular shrink-0 text-xs text-ink-3">{option.hint}</span>}
        {option.checked && <Check aria-hidden className="size-4 shrink-0 text-accent-ink" />}
      </div>
    </>
  )
}

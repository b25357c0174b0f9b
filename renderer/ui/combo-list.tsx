import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './cx.ts'

export interface ComboItem {
  id: string
  /** The item as one sentence. */
  spoken: string
  content: ReactNode
}

export interface ComboGroup {
  title: string
  /** Beside the title, such as that there are more. */
  note?: string | undefined
  items: readonly ComboItem[]
}

interface ComboListProps {
  /** Names the field. */
  label: string
  placeholder: string
  /** Names the list. */
  listLabel: string
  text: string
  maxLength: number
  onText: (text: string) => void
  groups: readonly ComboGroup[]
  /** Whether the groups are still those of an earlier text. */
  busy?: boolean
  onChoose: (id: string) => void
  /** Escape with nothing left to close here; where Escape is somebody else's, leave it out. */
  onLeave?: () => void
  /** Between field and list. */
  children?: ReactNode
  /** In place of the list when it has nothing. */
  empty: ReactNode
}

/**
 * A field and what it finds. Arrows and Enter work from the field; Escape goes to the list, where J and K move, and from
 * there out. The focus stays where it is: the field names the active item.
 */
export function ComboList(props: ComboListProps) {
  const {
    label,
    placeholder,
    listLabel,
    text,
    maxLength,
    onText,
    groups,
    busy = false,
    onChoose,
    onLeave,
    children,
    empty,
  } = props
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const items = groups.flatMap((group) => group.items)
  const [cursor, setCursor] = useState<string | null>(null)
  const index = Math.max(
    0,
    items.findIndex((item) => item.id === cursor),
  )
  const active = items[index]
  const elementId = (item: string) => `${id}-${item}`

  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])

  const move = (step: number) => setCursor(items[Math.min(items.length - 1, Math.max(0, index + step))]?.id ?? null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const inField = event.target === field.current
    const letters = inField ? {} : { j: () => move(1), k: () => move(-1), '/': () => field.current?.focus() }
    const keys: Record<string, (() => void) | undefined> = {
      ...letters,
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => active && onChoose(active.id),
      Escape: onLeave && (() => (inField && items.length > 0 ? list.current?.focus() : onLeave())),
    }
    const handler = keys[event.key]
    if (!handler) return
    event.preventDefault()
    handler()
  }

  return (
    // Keys of the field and of the list are the same but for letters.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <input
          ref={field}
          role="combobox"
          aria-label={label}
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active && elementId(active.id)}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          maxLength={maxLength}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            setCursor(null)
            onText(event.target.value)
          }}
          className="h-full min-w-0 flex-1 bg-transparent text-base outline-none select-text placeholder:text-ink-3"
        />
      </div>
      {children}
      {items.length === 0 && empty}
      <div
        ref={list}
        id={`${id}-list`}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- options with two lines
        role="listbox"
        aria-label={listLabel}
        aria-busy={busy}
        tabIndex={items.length > 0 ? 0 : -1}
        aria-activedescendant={active && elementId(active.id)}
        className={cx(
          'min-h-0 overflow-y-auto px-2 pb-3 outline-none focus-visible:ring-2 focus-visible:ring-focus focus-visible:ring-inset',
          items.length > 0 && 'flex-1',
        )}
      >
        {groups
          .filter((group) => group.items.length > 0)
          .map((group) => (
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is for form controls
            <div key={group.title} role="group" aria-label={group.title}>
              <div aria-hidden className="flex items-baseline gap-2 px-2 pt-3 pb-1 text-xs font-medium text-ink-2">
                {group.title}
                {group.note && <span className="font-normal text-ink-3">{group.note}</span>}
              </div>
              {group.items.map((item) => (
                // The field and the list have the keys; an option takes the pointer alone.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  key={item.id}
                  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
                  role="option"
                  id={elementId(item.id)}
                  aria-selected={item === active}
                  aria-label={item.spoken}
                  onPointerMove={() => setCursor(item.id)}
                  onClick={() => onChoose(item.id)}
                  className={cx('rounded-lg px-2 py-1.5', item === active && 'bg-selected')}
                >
                  {item.content}
                </div>
              ))}
            </div>
          ))}
      </div>
    </div>
  )
}

import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import {
  cloneElement,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent as ReactKeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react'
import { Kbd } from './kbd.tsx'
import { cx } from './cx.ts'

interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  /** Given when something else than the trigger opens it too. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}

/** What opened a menu for the first time: the pointer, or a key that goes to an end of it. */
type OpenedBy = 'pointer' | 'ArrowDown' | 'ArrowUp'

/**
 * A button with a menu. Until it is opened for the first time there is a button alone: a window has many menus, and few are
 * ever opened.
 */
export function Menu(props: MenuProps) {
  const [openedBy, setOpenedBy] = useState<OpenedBy | null>(null)
  const [wasOpen, setWasOpen] = useState(false)
  if (props.open && !wasOpen) setWasOpen(true)
  if (openedBy !== null || wasOpen) return <MountedMenu {...props} openedBy={openedBy} />
  const openBy = (by: OpenedBy) => {
    setOpenedBy(by)
    props.onOpenChange?.(true)
  }
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: ({ detail }: MouseEvent) => openBy(detail === 0 ? 'ArrowDown' : 'pointer'),
    onKeyDown: (event: ReactKeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      openBy(event.key)
    },
  })
}

function MountedMenu(props: MenuProps & { openedBy: OpenedBy | null }) {
  const { trigger, side = 'bottom', align = 'end', open, onOpenChange, openedBy, children } = props
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (openedBy === null || openedBy === 'pointer') return
    button.current?.focus()
    button.current?.dispatchEvent(new KeyboardEvent('keydown', { key: openedBy, bubbles: true, cancelable: true }))
    // Once, with the key that it was opened by.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  return (
    <Base.Root
      defaultOpen={openedBy === 'pointer'}
      {...(open !== undefined && { open })}
      {...(onOpenChange && { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className="animate-rise max-h-(--available-height) min-w-52 overflow-y-auto rounded-lg bg-raised p-1 shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const ITEM =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2 py-1 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50'

interface MenuItemProps {
  icon?: ReactNode
  danger?: boolean
  /** Marks the current choice. */
  checked?: boolean | undefined
  /** It stays in the list, to say why (`detail`), and does nothing. */
  disabled?: boolean
  /** The keys that do the same. */
  keys?: string
  /** A second line. */
  detail?: string
  onSelect: () => void
  children: ReactNode
}

export function MenuItem({ icon, danger, checked, disabled, keys, detail, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item
      className={cx(ITEM, danger && 'text-danger', disabled && detail && 'text-ink-3 data-disabled:opacity-100')}
      disabled={disabled ?? false}
      onClick={onSelect}
    >
      {icon && <span className="grid size-5 shrink-0 place-items-center text-ink-2">{icon}</span>}
      <span className="min-w-0 flex-1">
        {children}
        {checked && <span className="sr-only"> (current)</span>}
        {detail && <span className="block text-xs text-ink-2">{detail}</span>}
      </span>
      {checked && <Check aria-hidden className="size-4 shrink-0 text-accent-ink" />}
      {keys && <Kbd keys={keys} />}
    </Base.Item>
  )
}

export interface MenuChoice<T extends string> {
  value: T
  label: string
  icon: ReactNode
}

interface MenuChoicesProps<T extends string> {
  label: string
  value: T
  choices: readonly MenuChoice<T>[]
  onChange: (value: T) => void
}

/** A group of which exactly one is chosen. */
export function MenuChoices<T extends string>({ label, value, choices, onChange }: MenuChoicesProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-ink-3">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} className={ITEM} closeOnClick>
            <span className="grid size-5 shrink-0 place-items-center text-ink-2">{choice.icon}</span>
            <span className="flex-1">{choice.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-4 text-accent-ink" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />
}

import { cx } from './cx.ts'

interface KbdProps {
  /** Keys with spaces between: `⇧ E`. */
  keys: string
  inverted?: boolean
}

export function Kbd({ keys, inverted }: KbdProps) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className={cx(
            'grid h-4.5 min-w-4.5 place-items-center rounded-sm px-1 font-sans text-2xs font-medium',
            inverted ? 'bg-current/15' : 'border border-line-strong bg-surface text-ink-2 shadow-raised',
          )}
        >
          <span className={inverted ? 'text-tooltip-ink' : undefined}>{key}</span>
        </kbd>
      ))}
    </span>
  )
}

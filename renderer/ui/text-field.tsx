import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx.ts'

interface TextFieldProps extends ComponentProps<'input'> {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  /** Something inside the field's right end, such as a show-password button. */
  end?: ReactNode
}

export function TextField({ label, hint, error, end, className, ...rest }: TextFieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          {...rest}
          className={cx(
            'h-10 w-full rounded-md border bg-surface px-3 text-base select-text',
            'focus-visible:outline-offset-0',
            error ? 'border-danger' : 'border-control-line',
            end ? 'pr-10' : '',
          )}
        />
        {end && <div className="absolute inset-y-0 right-1 flex items-center">{end}</div>}
      </div>
      {note && (
        <p id={`${id}-note`} className={cx('mt-1.5 text-xs', error ? 'text-danger' : 'text-ink-3')}>
          {note}
        </p>
      )}
    </div>
  )
}

import { useId, type ComponentProps } from 'react'
import { cx } from './cx.ts'

interface TextAreaProps extends ComponentProps<'textarea'> {
  label: string
  error?: string | null | undefined
}

/** A field of several lines, in a form. */
export function TextArea({ label, error, className, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={3}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-note` : undefined}
        {...rest}
        className={cx(
          'block w-full resize-none rounded-md border bg-surface px-3 py-2 text-base select-text focus-visible:outline-offset-0',
          error ? 'border-danger' : 'border-control-line',
        )}
      />
      {error && (
        <p id={`${id}-note`} className="mt-1.5 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

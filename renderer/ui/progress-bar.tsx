import { Progress } from '@base-ui/react/progress'

interface ProgressBarProps {
  label: string
  value: number
  /** Null when the end is not known. */
  max: number | null
}

export function ProgressBar({ label, value, max }: ProgressBarProps) {
  return (
    <Progress.Root aria-label={label} value={max === null ? null : Math.min(value, max)} max={max ?? 100}>
      <Progress.Track className="h-1 overflow-hidden rounded-full bg-skeleton">
        <Progress.Indicator className="block h-full rounded-full bg-accent transition-[width] duration-300 data-indeterminate:w-1/3 data-indeterminate:animate-skeleton" />
      </Progress.Track>
    </Progress.Root>
  )
}

import { X } from 'lucide-react'

interface TagChipProps {
  tag: string
  /** Of tags that the organisation gave one. */
  color?: string | undefined
  /** Missing: it cannot be removed here. */
  onRemove?: () => void
}

/** One tag of a list of them. */
export function TagChip({ tag, color, onRemove }: TagChipProps) {
  return (
    <li className="group flex max-w-full items-center gap-1 rounded-md border border-line bg-surface py-0.5 pr-1 pl-2 text-xs">
      {color && (
        <span aria-hidden className="keep-color size-1.5 shrink-0 rounded-full" style={{ backgroundColor: color }} />
      )}
      <span dir="auto" className="truncate pr-1 select-text" title={tag}>
        {tag}
      </span>
      {onRemove && (
        <button
          type="button"
          aria-label={`Remove tag ${tag}`}
          className="grid size-4.5 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
          onClick={onRemove}
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </li>
  )
}

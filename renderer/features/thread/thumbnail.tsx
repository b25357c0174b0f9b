import { Image } from 'lucide-react'
import { cx } from '../../ui/cx.ts'

interface ThumbnailProps {
  name: string
  /** Null while it is on its way. */
  url: string | null
  /** It stands alone, so there is room for more of it. */
  large: boolean
  onOpen: () => void
  onBroken: () => void
}

/** A small picture that opens the whole one. */
export function Thumbnail({ name, url, large, onOpen, onBroken }: ThumbnailProps) {
  const box = cx(
    'relative grid max-w-full shrink-0 place-items-center overflow-hidden rounded-lg bg-sunken ring-1 ring-line-strong ring-inset',
    large ? 'h-52 w-72' : 'size-36',
  )
  if (url === null) {
    return (
      <div className={cx(box, 'text-ink-3')}>
        <span className="sr-only">{name}, loading</span>
        <Image aria-hidden className="size-6 animate-pulse motion-reduce:animate-none" strokeWidth={1.5} />
      </div>
    )
  }
  return (
    <button type="button" aria-label={`Show ${name}`} onClick={onOpen} className={cx(box, 'cursor-zoom-in')}>
      <img src={url} alt="" decoding="async" draggable={false} onError={onBroken} className="size-full object-cover" />
    </button>
  )
}

import { Clock3 } from 'lucide-react'
import type { ReactNode } from 'react'

interface ListPageProps {
  /** What the list is about, in a sentence or two. */
  intro: string
  action?: ReactNode
  children: ReactNode
}

/** A list over the width of the Conflict Centre. */
export function ListPage({ intro, action, children }: ListPageProps) {
  return (
    <section
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
      tabIndex={0}
      aria-label="List"
      data-region="list"
      className="min-h-0 flex-1 overflow-y-auto px-5 py-4 outline-none focus-visible:ring-2 focus-visible:ring-focus focus-visible:ring-inset"
    >
      <div className="mx-auto max-w-200">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-150 text-sm text-pretty text-ink-2">{intro}</p>
          {action}
        </div>
        <div className="mt-3 overflow-hidden rounded-lg border border-line bg-surface">{children}</div>
      </div>
    </section>
  )
}

interface EntryProps {
  title: string
  text: string
  meta: string
  /** Stands in the place of the text. */
  editor?: ReactNode
  children?: ReactNode
}

export function Entry({ title, text, meta, editor, children }: EntryProps) {
  return (
    <li className="flex items-start gap-4 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="text-sm font-semibold wrap-anywhere">{title}</p>
        {editor ?? (
          <p dir="auto" className="line-clamp-3 text-left text-sm wrap-anywhere whitespace-pre-wrap select-text">
            {text}
          </p>
        )}
        <p className="mt-1 flex items-center gap-1 text-xs text-ink-2">
          <Clock3 aria-hidden className="size-3 shrink-0" />
          {meta}
        </p>
      </div>
      <div className="flex shrink-0 gap-1">{children}</div>
    </li>
  )
}

import type { Segment } from '#shared/domain/search/match.ts'

/** Found text with its hits marked. Whatever it holds is shown as text. */
export function Segments({ of }: { of: readonly Segment[] }) {
  return of.map(({ text, hit }, n) =>
    hit ? (
      // oxlint-disable-next-line react/no-array-index-key -- the pieces of one text have no other names
      <mark key={n} className="rounded-xs bg-accent-soft font-semibold text-accent-ink">
        {text}
      </mark>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <span key={n}>{text}</span>
    ),
  )
}

export const plainText = (segments: readonly Segment[]): string => segments.map(({ text }) => text).join('')

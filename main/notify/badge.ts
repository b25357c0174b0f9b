import type { DeskState } from './telling.ts'

/** What the icon of the app says: how much needs the rep, that there is something else, that nobody is signed in. */
export type Badge = { kind: 'none' } | { kind: 'count'; count: number } | { kind: 'dot' } | { kind: 'alert' }

/** product.md: "badge: number = needs me, dot = other unread, `!` = signed out". */
export function badgeOf({ phase, hot, counts }: Pick<DeskState, 'phase' | 'hot' | 'counts'>): Badge {
  if (phase === 'signed_out' || phase === 'setup') return { kind: 'alert' }
  const own = hot.filter(({ relation }) => relation === 'mine').length
  const pool = hot.filter(({ relation }) => relation === 'pool').length
  // The rep's hot leads are mostly those with unread messages: counted once, as far as can be told without asking each.
  const needed = Math.max(counts?.mine.unread ?? 0, own) + pool
  if (needed > 0) return { kind: 'count', count: needed }
  return (counts?.all.unread ?? 0) > 0 ? { kind: 'dot' } : { kind: 'none' }
}

/** Pictures that Windows shows over the app's button in the taskbar. */
export const OVERLAYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'many', 'dot', 'alert'] as const
export type OverlayName = (typeof OVERLAYS)[number]

/** Which picture says so; null for none. */
export function overlayOf(badge: Badge): OverlayName | null {
  if (badge.kind === 'none') return null
  if (badge.kind !== 'count') return badge.kind
  return OVERLAYS.find((name) => name === String(badge.count)) ?? 'many'
}

import { useCallback, useSyncExternalStore } from 'react'

/** Widths (px) below which the layout changes (product.md, Layout). */
export const NARROW = '(width < 900px)'
export const MEDIUM = '(width < 1200px)'

export function useMedia(query: string): boolean {
  const watch = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(watch, () => matchMedia(query).matches)
}

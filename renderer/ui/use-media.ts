import { useCallback, useSyncExternalStore } from 'react'

/** Below this width (px) of the window it shows one pane at a time (product.md, Layout). */
export const ONE_PANE_BELOW = 900
/** From this width (px) on there is room beside the list and the thread (product.md, Layout). */
export const WIDE_FROM = 1200

export const NARROW = `(width < ${ONE_PANE_BELOW}px)`
export const WIDE = `(width >= ${WIDE_FROM}px)`

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

/** Width of the window in CSS pixels: it halves when the page is zoomed to 200 %. */
export function useWindowWidth(): number {
  return useSyncExternalStore(watchResize, () => innerWidth)
}

function watchResize(listener: () => void): () => void {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}

export type TipSide = 'top' | 'right' | 'bottom' | 'left'

/** The hint of an element, as its `data-tip…` attributes give it. */
export interface Tip {
  element: HTMLElement
  label: string
  keys: string | undefined
  side: TipSide
}

/** How long the pointer rests before the first hint; the next one shows at once. */
const REST_MS = 500
/** How long a hint stays when the pointer leaves: time enough to reach the hint itself. */
const GRACE_MS = 120

/**
 * Says which element's hint is to be seen: that under a resting pointer, or that with a visible focus.
 * @param show hears of each change; null for none
 * @returns the way to stop
 */
export function watchTips(root: Document, show: (tip: Tip | null) => void): () => void {
  let over: HTMLElement | null = null
  let shown: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const settle = (element: HTMLElement | null) => {
    clearTimeout(timer)
    if (element === shown) return
    shown = element
    show(element && tipOf(element))
  }
  const later = (element: HTMLElement | null, ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => settle(element), ms)
  }

  const onOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === 'touch' || !(target instanceof Element)) return
    if (target.closest('[data-tip-popup]')) return clearTimeout(timer)
    const element = target.closest<HTMLElement>('[data-tip]')
    if (element === over) return
    over = element
    if (element && shown) settle(element)
    else later(element, element ? REST_MS : GRACE_MS)
  }
  const onLeave = () => {
    over = null
    later(null, GRACE_MS)
  }
  const onFocus = ({ target }: FocusEvent) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
    settle(element?.matches(':focus-visible') ? element : null)
  }
  /** Whoever acts has read it. It comes back when the pointer does. */
  const dismiss = () => settle(null)
  const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && dismiss()

  const stop = new AbortController()
  const options = { capture: true, passive: true, signal: stop.signal }
  root.addEventListener('pointerover', onOver, options)
  root.documentElement.addEventListener('pointerleave', onLeave, { signal: stop.signal })
  root.addEventListener('focusin', onFocus, options)
  root.addEventListener('focusout', dismiss, options)
  root.addEventListener('pointerdown', dismiss, options)
  root.addEventListener('keydown', onKey, options)
  root.addEventListener('scroll', dismiss, options)
  return () => {
    clearTimeout(timer)
    stop.abort()
  }
}

function tipOf(element: HTMLElement): Tip {
  const { tip = '', tipKeys, tipSide } = element.dataset
  return { element, label: tip, keys: tipKeys, side: tipSide as TipSide }
}

import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { ElementSlots } from './element-slots.ts'
import { isWellInSight, revealedTop, rowAt, rowRange, type RowLayout } from './row-range.ts'

/** A row that is drawn: in which of the list's elements (its key), and how many px from the list's top. */
export interface DrawnRow<R> {
  row: R
  index: number
  slot: number
  top: number
}

export interface RowWindow<R> {
  /** For the element that scrolls, with nothing but the rows in it. */
  scroller: RefObject<HTMLDivElement | null>
  /**
   * In the order in which they stand in the document: while the list is scrolled the elements keep theirs, at rest it is the
   * order of the rows, which is the one that is read out.
   */
  drawn: readonly DrawnRow<R>[]
  /** Indexes of the first and the last row that is drawn. */
  first: number
  last: number
  isScrolling: boolean
  /** px of all rows. */
  height: number
  /** Scrolls as little as shows a row whole. In a layout effect, the frame that shows the row as it is shows it there. */
  reveal: (index: number) => void
}

/** A list that flies has other rows in sight with each frame: those beyond would never be seen. */
type Motion = 'rest' | 'scrolling' | 'flying'

/** Without a movement for so long, a list is at rest (ms). */
const REST_MS = 150

/**
 * The part of a long list that is to be drawn. Its rows are equally high, so what it costs depends on what is in sight alone,
 * however many there are.
 * @param firstHeight px of it that are in sight at most, for the first frame, which draws no more than that
 */
export function useRowWindow<R extends { id: string }>(
  rows: readonly R[],
  { firstHeight, ...layout }: RowLayout & { firstHeight: number },
): RowWindow<R> {
  const { rowHeight, padding, overscan } = layout
  const scroller = useRef<HTMLDivElement>(null)
  const [topRow, setTopRow] = useState(0)
  const [motion, setMotion] = useState<Motion>('rest')
  /** px; null until it has been laid out. */
  const [viewport, setViewport] = useState<number | null>(null)
  const [slots] = useState(() => new ElementSlots())
  const seen = useRef({ scrollTop: 0, height: 0 })

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    let rest: ReturnType<typeof setTimeout> | undefined
    const onScroll = () => {
      const { scrollTop } = element
      const distance = Math.abs(scrollTop - seen.current.scrollTop)
      // What `reveal` did is drawn already.
      if (distance === 0) return
      seen.current.scrollTop = scrollTop
      clearTimeout(rest)
      rest = setTimeout(() => setMotion('rest'), REST_MS)
      // Painted with the frame that shows the list there, not with the one behind it.
      flushSync(() => {
        setTopRow(rowAt(scrollTop, { rowHeight, padding, overscan }))
        setMotion(distance > seen.current.height ? 'flying' : 'scrolling')
      })
    }
    const resizes = new ResizeObserver(() => {
      seen.current.height = element.clientHeight
      setViewport(element.clientHeight)
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    resizes.observe(element)
    return () => {
      clearTimeout(rest)
      setMotion('rest')
      element.removeEventListener('scroll', onScroll)
      resizes.disconnect()
    }
  }, [rowHeight, padding, overscan])

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current
      // To ask where the list stands has it laid out at once; mostly there is no need to.
      if (!element || isWellInSight(index, seen.current, { rowHeight, padding, overscan })) return
      const { scrollTop, clientHeight } = element
      const top = revealedTop(index, scrollTop, clientHeight, { rowHeight, padding, overscan })
      if (top === scrollTop) return
      element.scrollTo(0, top)
      seen.current.scrollTop = element.scrollTop
      setTopRow(rowAt(element.scrollTop, { rowHeight, padding, overscan }))
    },
    [rowHeight, padding, overscan],
  )

  const inSight = Math.ceil((viewport ?? firstHeight) / rowHeight) + 1
  const beyond = viewport === null || motion === 'flying' ? 0 : overscan
  const [first, end] = rowRange(rows.length, topRow, inSight, beyond)
  const inRange = rows.slice(first, end)
  const elements = slots.of(inRange.map(({ id }) => id))
  const drawn = inRange.map((row, n) => ({
    row,
    index: first + n,
    slot: elements[n]!,
    top: padding + (first + n) * rowHeight,
  }))
  const isScrolling = motion !== 'rest'
  return {
    scroller,
    drawn: isScrolling ? drawn.toSorted((one, other) => one.slot - other.slot) : drawn,
    first,
    last: Math.max(first, end - 1),
    isScrolling,
    height: rows.length * rowHeight + 2 * padding,
    reveal,
  }
}

/** Longest wait for a frame, ms: a window that nobody sees paints none. */
const PATIENCE_MS = 100

/** Runs a function as soon as the next frame has been painted. */
export function afterFrame(run: () => void): void {
  let isDone = false
  const once = () => {
    if (isDone) return
    isDone = true
    clearTimeout(patience)
    run()
  }
  const patience = setTimeout(once, PATIENCE_MS)
  // What is asked for in a frame comes when that is done.
  requestAnimationFrame(() => setTimeout(once))
}

import type { StandInWindow } from './browser-window.ts'

/** The windows that exist, and which of them has the focus. */
export class WindowRegistry {
  readonly #windows = new Map<number, StandInWindow>()
  #lastId = 0
  focused: StandInWindow | null = null

  /** A number for the next window; windows and their contents share one sequence. */
  nextId(): number {
    return ++this.#lastId
  }

  add(window: StandInWindow): void {
    this.#windows.set(window.id, window)
  }

  remove(window: StandInWindow): void {
    this.#windows.delete(window.id)
  }

  all(): StandInWindow[] {
    return [...this.#windows.values()]
  }

  byId(id: number): StandInWindow | null {
    return this.#windows.get(id) ?? null
  }

  find(test: (window: StandInWindow) => boolean): StandInWindow | null {
    return this.all().find(test) ?? null
  }
}

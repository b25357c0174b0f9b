import type { WindowId } from '#shared/contract/areas/pop-outs.ts'

/** Which conversation each window has before the rep; of several windows the one that said so last has the keys. */
export class InFront {
  readonly #shown = new Map<WindowId, string>()
  readonly #onChange: (conversationId: string | null) => void

  /** @param onChange hears which conversation the rep has before them; null for none */
  constructor(onChange: (conversationId: string | null) => void) {
    this.#onChange = onChange
  }

  /** A window has the keys and shows this; with null, one of both is no longer so. */
  show(window: WindowId, conversationId: string | null): void {
    this.#shown.delete(window)
    if (conversationId !== null) this.#shown.set(window, conversationId)
    this.#onChange([...this.#shown.values()].at(-1) ?? null)
  }
}

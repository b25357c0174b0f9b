/**
 * Which of a list's elements shows which row. An element stays with its row for as long as that is drawn, so a row that
 * only moves is moved; when it leaves, a row that comes takes its element over, so that none is made or thrown away while a
 * list flies past.
 */
export class ElementSlots {
  #slots: ReadonlyMap<string, number> = new Map()

  /**
   * @param ids the rows that are drawn, from top to bottom
   * @returns the number of each one's element, in the same order; asked again for the same rows, the same
   */
  of(ids: readonly string[]): readonly number[] {
    const staying = new Set(ids)
    const free = [...this.#slots].flatMap(([id, slot]) => (staying.has(id) ? [] : [slot]))
    const used = new Set(this.#slots.values())
    let next = 0
    const unused = () => {
      while (used.has(next)) next++
      return next++
    }
    const slots = ids.map((id) => this.#slots.get(id) ?? free.shift() ?? unused())
    this.#slots = new Map(ids.map((id, index) => [id, slots[index]!]))
    return slots
  }
}

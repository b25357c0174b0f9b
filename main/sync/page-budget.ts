/** What a page of a pull should be at most: about a megabyte, and two seconds of the server's time (sync.md, "Pages"). */
const BYTES = 1_000_000
const MS = 2_000
const FEWEST = 100

/** How many rows to ask for, from how large and how slow the pages before were. */
export interface PageBudget {
  readonly rows: number
  /** A page came: of so many rows, so many bytes as JSON, after so many milliseconds. */
  spent(page: { rows: number; bytes: number; ms: number }): void
  /** The server gave up on a page: half of it next time. */
  exceeded(): void
}

/** @param most rows of a page that is small and fast */
export function createPageBudget(most: number): PageBudget {
  let rows = most
  return {
    get rows() {
      return rows
    },
    spent(page) {
      if (page.rows === 0) return
      const fitting = page.rows * Math.min(BYTES / Math.max(page.bytes, 1), MS / Math.max(page.ms, 1))
      // Grows at most twofold a page: a fast small one says little about a large one.
      rows = clamp(Math.min(fitting, rows * 2), most)
    },
    exceeded() {
      rows = clamp(rows / 2, most)
    },
  }
}

const clamp = (rows: number, most: number): number => Math.max(Math.min(FEWEST, most), Math.min(most, Math.floor(rows)))

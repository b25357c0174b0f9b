/** A row of a file as it stands there. */
export interface FileRow {
  /** As a spreadsheet counts, the first row being 1. */
  number: number
  cells: string[]
}

const UNITS = ['kB', 'MB', 'GB'] as const

/** A file's size as people read it: `340 kB`, `1.2 MB`; less than a kilobyte counts as one. */
export function fileSize(bytes: number): string {
  let value = Math.max(bytes, 1) / 1000
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.max(1, Math.round(value))} ${UNITS[unit]}`
}

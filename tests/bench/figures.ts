/** What every bench shares: samples, medians, and the JSON line a figure is printed as (performance.md). */

export interface Figure {
  name: string
  value: number
  unit: 'ms' | 'us' | 'rows/s' | 'MB' | 'ratio' | '%' | 'px' | 'tasks'
  /** The same work by the shortest code that could do it, measured in the same run. */
  floor: number | null
  n: number
}

export type Report = (figure: Figure) => void

const round = (value: number) => Number(value.toPrecision(4))

/** Prints a figure as one JSON line. */
export const printFigure: Report = ({ name, value, unit, floor, n }) => {
  const ratio = floor === null ? null : round(value / floor)
  console.log(
    JSON.stringify({ name, value: round(value), unit, floor: floor === null ? null : round(floor), ratio, n }),
  )
}

/** Says as one JSON line why there is no figure. */
export const printSkipped = (name: string, reason: string): void =>
  console.log(JSON.stringify({ name, skipped: reason }))

/** The value below which a share of the samples lies. @param share in (0, 1] */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (samples: number[]): number => percentile(samples, 0.5)

/** How long a piece of work takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The same work several times over, one after the other; milliseconds each. */
export async function samples(count: number, work: (index: number) => unknown): Promise<number[]> {
  const all: number[] = []
  for (let index = 0; index < count; index++) all.push(await timed(() => work(index)))
  return all
}

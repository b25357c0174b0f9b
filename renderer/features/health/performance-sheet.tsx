import { Copy } from 'lucide-react'
import { useCopyDiagnostics } from '../../actions/use-copy-diagnostics.ts'
import { count } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { figuresOf, milliseconds } from './health-words.ts'
import { useHealth } from './use-health.ts'
import type { Health, ReadTimes } from '#shared/contract/areas/health.ts'

/** How Leadline does on this computer: what waits, how fresh it is, how fast its screens are, what it takes. */
export function PerformanceSheet() {
  const open = useApp((state) => state.overlay === 'performance')
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Dialog
      wide
      open={open}
      onClose={() => showOverlay(null)}
      title="Performance"
      description="How Leadline does on this computer. It is measured here and sent nowhere."
    >
      {open && <Measured />}
    </Dialog>
  )
}

function Measured() {
  const { health, error } = useHealth()
  const copy = useCopyDiagnostics()
  return (
    <div className="flex flex-col gap-4">
      {error && <Notice tone="danger">{error.message}</Notice>}
      {health && <Figures health={health} />}
      {health && <Reads reads={health.reads} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-xs text-ink-2">Versions, states and counts; no names, numbers or messages.</p>
        <Button icon={<Copy aria-hidden className="size-3.5" />} onClick={() => void copy()}>
          Copy diagnostics
        </Button>
      </div>
    </div>
  )
}

function Figures({ health }: { health: Health }) {
  return (
    <dl className="grid gap-2 sm:grid-cols-2">
      {figuresOf(health).map(({ label, value, detail }) => (
        <div key={label} className="rounded-lg border border-line px-3 py-2.5">
          <dt className="text-xs font-medium text-ink-2">{label}</dt>
          <dd className="mt-0.5">
            <span className="tabular block text-lg font-semibold">{value}</span>
            <span className="tabular block text-xs text-ink-2">{detail}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const NUMBER = 'tabular py-1.5 pl-4 text-right'

function Reads({ reads }: { reads: readonly ReadTimes[] }) {
  return (
    <section aria-label="How long screens wait for their data">
      <table className="w-full text-sm">
        <caption className="mb-1 text-left text-xs font-medium text-ink-2">
          How long screens wait for their data, in milliseconds
        </caption>
        <thead>
          <tr className="border-b border-line text-xs text-ink-2">
            <th scope="col" className="py-1.5 text-left font-medium">
              Read
            </th>
            <th scope="col" className={`${NUMBER} font-medium`}>
              Times
            </th>
            <th scope="col" className={`${NUMBER} font-medium`}>
              Half within
            </th>
            <th scope="col" className={`${NUMBER} font-medium`}>
              95 % within
            </th>
          </tr>
        </thead>
        <tbody>
          {reads.map(({ name, count: times, p50, p95 }) => (
            <tr key={name} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-1.5 text-left font-normal wrap-anywhere">
                {name}
              </th>
              <td className={`${NUMBER} text-ink-2`}>{count(times)}</td>
              <td className={NUMBER}>{milliseconds(p50)}</td>
              <td className={NUMBER}>{milliseconds(p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

import { useEffect, useState } from 'react'
import { useApp } from '../../store/store-context.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

/** As the packager writes it (build/packaging/licenses.ts). */
interface ShippedPackage {
  name: string
  version: string
  license: string
  text: string
}

/** The packages that Leadline is made of, and their terms. */
export function LicensesSheet() {
  const open = useApp((state) => state.overlay === 'licenses')
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Dialog
      wide
      open={open}
      onClose={() => showOverlay(null)}
      title="Licences"
      description="Leadline is made with the work of others, which they gave away under these terms."
    >
      {open && <Packages />}
    </Dialog>
  )
}

function Packages() {
  const [packages, setPackages] = useState<ShippedPackage[] | 'failed' | null>(null)
  useEffect(() => {
    fetch('/licenses.json')
      .then((answer) => answer.json() as Promise<ShippedPackage[]>)
      .then(setPackages, () => setPackages('failed'))
  }, [])
  if (packages === 'failed') return <Notice tone="danger">The list is not part of this build.</Notice>
  return (
    <ul aria-busy={packages === null} className="border-t border-line">
      {packages?.map(({ name, version, license, text }) => (
        <li key={`${name} ${version}`} className="border-b border-line">
          <details className="group">
            <summary className="flex min-h-9 cursor-default items-center gap-3 rounded-sm px-1 text-sm hover:bg-hover">
              <span className="min-w-0 flex-1 truncate">
                {name} <span className="tabular text-ink-3">{version}</span>
              </span>
              <span className="shrink-0 text-xs text-ink-2">{license}</span>
            </summary>
            <pre className="px-1 pb-3 font-sans text-xs whitespace-pre-wrap text-ink-2 select-text">
              {text || 'The package brings no text of its licence.'}
            </pre>
          </details>
        </li>
      ))}
    </ul>
  )
}

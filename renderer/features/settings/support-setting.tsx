import { useCopyDiagnostics } from '../../actions/use-copy-diagnostics.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'

/** The ways to see how the app does, and to tell a developer. */
export function SupportSetting() {
  const showOverlay = useApp((state) => state.showOverlay)
  const copy = useCopyDiagnostics()
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-2.5">
      <div className="min-w-0">
        <p className="text-sm font-medium">Performance and diagnostics</p>
        <p className="mt-0.5 text-xs text-ink-2">Versions, states and counts; no names, numbers or messages.</p>
      </div>
      <div className="flex gap-2">
        <Button size="sm" onClick={() => void copy()}>
          Copy diagnostics
        </Button>
        <Button size="sm" onClick={() => showOverlay('performance')}>
          Performance…
        </Button>
      </div>
    </div>
  )
}

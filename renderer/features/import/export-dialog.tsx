import { useApp } from '../../store/store-context.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ExportSection } from './export-section.tsx'

/** What the inbox or the pipeline shows, into a file: all that match, not only what is in sight. */
export function ExportDialog() {
  const open = useApp((state) => state.overlay === 'export')
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Dialog wide open={open} onClose={() => showOverlay(null)} title="Export leads">
      <ExportSection ofShown />
    </Dialog>
  )
}

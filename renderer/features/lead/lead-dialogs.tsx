import { useLive } from '../../bridge/use-live.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DealDialog } from './deal-dialog.tsx'
import { LeadDetails, NotHere } from './lead-panel.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { NewLeadDialog } from './new-lead-dialog.tsx'

/** The dialog about leads that is open, if one is. */
export function LeadDialogs() {
  const dialog = useApp((state) => state.leadDialog)
  const showLeadDialog = useApp((state) => state.showLeadDialog)
  const close = () => showLeadDialog(null)
  if (dialog === null) return null
  if (dialog.kind === 'new') return <NewLeadDialog onClose={close} />
  if (dialog.kind === 'lead') return <OneLead key={dialog.lead_id} leadId={dialog.lead_id} onClose={close} />
  if (dialog.kind === 'deal') return <DealDialog leadId={dialog.lead_id} dealId={dialog.deal_id} onClose={close} />
  const { survivor_id, absorbed_id } = dialog
  return <MergeDialog key={`${survivor_id} ${absorbed_id}`} {...{ survivor_id, absorbed_id }} onClose={close} />
}

/** A lead that has no conversation to stand beside. */
function OneLead({ leadId, onClose }: { leadId: string; onClose: () => void }) {
  const { value: view } = useLive('lead.view', { lead_id: leadId })
  return (
    <Dialog open onClose={onClose} title={view ? nameOf(view.lead.label) : 'Lead'}>
      <div className="-mx-5">
        {view && <LeadDetails view={view} />}
        {view === null && <NotHere />}
      </div>
    </Dialog>
  )
}

import { History, X } from 'lucide-react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { leadLink } from '../../format/lead-link.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { CampaignsSection } from './campaigns-section.tsx'
import { ContactSection } from './contact-section.tsx'
import { CopyButton } from './copy-button.tsx'
import { CustomSection } from './custom-section.tsx'
import { DuplicatesSection } from './duplicates-section.tsx'
import { NotesSection } from './notes-section.tsx'
import { Consents, MergedInto, Merges, Summary } from './record-sections.tsx'
import { SalesSection } from './sales-section.tsx'
import { TagsSection } from './tags-section.tsx'
import { TimelineSection } from './timeline-section.tsx'
import { useLeadEdits } from '../../actions/use-lead-edits.ts'
import { Bookings, Deals, NextActivity, Orders } from './work-sections.tsx'
import type { LeadView } from '#shared/contract/lead-models.ts'

interface LeadPanelProps {
  leadId: string
  onClose: () => void
}

/** Everything known of the customer beside their conversation; what the rep changes here is saved at once. */
export function LeadPanel({ leadId, onClose }: LeadPanelProps) {
  const { value: view } = useLive('lead.view', { lead_id: leadId })
  return (
    <aside aria-label="Lead details" className="flex h-full min-h-0 flex-col overflow-y-auto bg-sunken">
      <div className="flex justify-end px-2 pt-2">
        <IconButton label="Hide lead details" size="sm" onClick={onClose}>
          <X className="size-4" />
        </IconButton>
      </div>
      {view && <LeadDetails key={leadId} view={view} />}
      {view === null && <NotHere />}
    </aside>
  )
}

export const NotHere = () => <p className="px-5 py-3 text-sm text-ink-2">This lead is not in your copy of the data.</p>

export function LeadDetails({ view }: { view: LeadView }) {
  const { value: choices } = useLive('lead.choices', {})
  const canWrite = useCanWrite()
  const now = useNow()
  const edits = useLeadEdits(view.lead)
  const tellStory = useApp((state) => state.tellStory)
  const { lead } = view
  const canEdit = canWrite && view.merged_into === null
  const country = choices?.default_country ?? 'GB'
  return (
    <>
      <div className="flex flex-col items-center px-5 pb-4 text-center">
        <Avatar id={lead.id} name={lead.label} size={56} />
        <h2
          dir="auto"
          title={lead.label ?? undefined}
          className="mt-3 line-clamp-3 max-w-full text-center text-lg font-semibold wrap-anywhere select-text"
        >
          {nameOf(lead.label)}
        </h2>
        {lead.company_name && lead.company_name !== lead.label && (
          <p dir="auto" className="line-clamp-2 max-w-full text-sm wrap-anywhere text-ink-2">
            {lead.company_name}
          </p>
        )}
      </div>
      <MergedInto view={view} canEdit={canWrite} />
      <DuplicatesSection lead={lead} canEdit={canEdit} />
      <SalesSection {...{ view, edits, canEdit, choices, now }} />
      <NextActivity view={view} now={now} />
      <NotesSection view={view} canEdit={canEdit} now={now} />
      <ContactSection {...{ view, edits, canEdit, country }} />
      <Summary view={view} now={now} />
      <TagsSection {...{ view, edits, canEdit, choices }} />
      <Deals view={view} now={now} />
      <Bookings view={view} now={now} />
      <Orders view={view} now={now} />
      <CampaignsSection {...{ view, canEdit, choices, now }} />
      <Consents view={view} now={now} />
      <CustomSection {...{ view, edits, canEdit }} />
      <TimelineSection leadId={lead.id} now={now} />
      <Merges view={view} now={now} canEdit={canWrite} />
      <div className="group flex items-center border-t border-line px-3 pt-3 pb-4">
        <Button
          size="sm"
          tone="ghost"
          icon={<History aria-hidden className="size-3.5" />}
          onClick={() => tellStory({ table: 'leads', id: lead.id })}
        >
          Why does it look like this?
        </Button>
        <CopyButton what="link to this lead" value={leadLink({ lead_id: lead.id, message: null })} />
      </div>
    </>
  )
}

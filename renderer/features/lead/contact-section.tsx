import { Mail, MessageSquare, Phone } from 'lucide-react'
import { useCommand } from '../../bridge/use-command.ts'
import { useApp } from '../../store/store-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { Channel } from '../../ui/channel.tsx'
import { CopyButton, ROW_ACTION } from './copy-button.tsx'
import { InlineText } from './inline-text.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadEdits } from '../../actions/use-lead-edits.ts'
import type { LeadHandle, LeadView } from '#shared/contract/lead-models.ts'
import { checkLeadField, type LeadTextField } from '#shared/domain/lead-fields.ts'
import { normalisePhone, phoneForms } from '#shared/domain/phone.ts'

const FIELDS: readonly (readonly [field: LeadTextField, label: string])[] = [
  ['first_name', 'First name'],
  ['last_name', 'Last name'],
  ['company_name', 'Company'],
  ['phone', 'Phone'],
  ['secondary_phone', 'Second phone'],
  ['email', 'E-mail'],
  ['address', 'Address'],
  ['postcode', 'Postcode'],
]

interface ContactSectionProps {
  view: LeadView
  edits: LeadEdits
  canEdit: boolean
  country: string
}

/** Who it is and how to reach them: fields that are edited in place, then the accounts they write from. */
export function ContactSection({ view, edits, canEdit, country }: ContactSectionProps) {
  const { lead, handles } = view
  const primary = lead.phone && normalisePhone(lead.phone, country)
  return (
    <PanelSection id="contact" title="Contact">
      <dl>
        {FIELDS.map(([field, label]) => (
          <ContactField key={field} field={field} label={label} {...{ view, edits, canEdit, country }} />
        ))}
      </dl>
      <h4 className="mt-3 mb-1 text-xs font-medium text-ink-3">Writes from</h4>
      {handles.length === 0 ? (
        <p className="text-sm text-ink-3">The accounts this customer writes from, once they have written.</p>
      ) : (
        <ul>
          {handles.map((handle) => (
            <Handle
              key={handle.id}
              handle={handle}
              isPrimary={
                (primary !== null && normalisePhone(`+${handle.address.replace(/^\+/, '')}`, country) === primary) ||
                (lead.email !== null && handle.address.toLowerCase() === lead.email.toLowerCase())
              }
            />
          ))}
        </ul>
      )}
    </PanelSection>
  )
}

function ContactField({
  field,
  label,
  view,
  edits,
  canEdit,
  country,
}: ContactSectionProps & { field: LeadTextField; label: string }) {
  const value = view.lead[field]
  const isPhone = field === 'phone' || field === 'secondary_phone'
  const forms = isPhone && value ? phoneForms(value, country) : null
  return (
    <InlineText
      label={label}
      value={value ?? ''}
      shown={forms?.international}
      mark={view.marks[field]}
      canEdit={canEdit}
      type={isPhone ? 'tel' : field === 'email' ? 'email' : 'text'}
      check={(typed) => checkLeadField(field, typed, country)}
      {...(isPhone && { hint: (typed: string) => phoneHint(typed, country) })}
      onSave={(next) => edits.set(label, { [field]: next }, { [field]: value })}
      actions={value && <Reach field={field} value={forms?.e164 ?? value} what={label.toLowerCase()} />}
    />
  )
}

/** How a number is understood while it is typed. */
function phoneHint(typed: string, country: string): string | null {
  const forms = phoneForms(typed.trim(), country)
  return forms && [forms.international, forms.national, forms.country].filter(Boolean).join(' · ')
}

function Reach({ field, value, what }: { field: LeadTextField; value: string; what: string }) {
  const command = useCommand()
  const open = (url: string) => void command('app.open_external', { url })
  return (
    <>
      {(field === 'phone' || field === 'secondary_phone') && (
        <IconButton
          label={`Call ${what}`}
          size="sm"
          side="left"
          className={ROW_ACTION}
          onClick={() => open(`tel:${value}`)}
        >
          <Phone className="size-3.5" />
        </IconButton>
      )}
      {field === 'email' && (
        <IconButton
          label="Write an e-mail"
          size="sm"
          side="left"
          className={ROW_ACTION}
          onClick={() => open(`mailto:${encodeURIComponent(value).replace('%40', '@')}`)}
        >
          <Mail className="size-3.5" />
        </IconButton>
      )}
      {['phone', 'secondary_phone', 'email', 'company_name', 'address', 'postcode'].includes(field) && (
        <CopyButton what={what} value={value} />
      )}
    </>
  )
}

function Handle({ handle, isPrimary }: { handle: LeadHandle; isPrimary: boolean }) {
  const openConversation = useApp((state) => state.openConversation)
  const { platform, address, name, conversation_id } = handle
  return (
    <li className="group -mx-2 flex min-h-8 items-center gap-2 rounded-md pr-1 pl-2 text-sm hover:bg-hover">
      <Channel platform={platform} className="w-21 text-xs text-ink-2" />
      <span title={address} dir="auto" className="tabular min-w-0 flex-1 truncate text-left select-text">
        {name && name !== address ? name : address}
      </span>
      {isPrimary && (
        <span className="shrink-0 rounded-sm bg-hover px-1 text-2xs font-medium text-ink-2 group-hover:bg-surface">
          Primary
        </span>
      )}
      {conversation_id && (
        <IconButton
          label="Open this conversation"
          size="sm"
          side="left"
          className={ROW_ACTION}
          onClick={() => openConversation(conversation_id)}
        >
          <MessageSquare className="size-3.5" />
        </IconButton>
      )}
      <CopyButton what="address" value={address} />
    </li>
  )
}

import { useState, type FormEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Match } from './duplicates-section.tsx'
import { BLANK, holderOf, newLeadFields, type Errors, type NewLeadField, type Typed } from './new-lead.ts'
import { useOpenLead } from './use-open-lead.ts'
import { phoneForms } from '#shared/domain/phone.ts'

const LABELS: Record<NewLeadField, string> = {
  first_name: 'First name',
  last_name: 'Last name',
  company_name: 'Company',
  phone: 'Phone',
  email: 'E-mail',
}

/** A new lead, made offline too; whoever has the number or address already is offered instead. */
export function NewLeadDialog({ onClose }: { onClose: () => void }) {
  const command = useCommand()
  const openLead = useOpenLead()
  const showToast = useApp((state) => state.showToast)
  const { value: choices } = useLive('lead.choices', {})
  const [typed, setTyped] = useState<Typed>(BLANK)
  const [brand, setBrand] = useState<string | null>(null)
  const [errors, setErrors] = useState<Errors>({})
  const country = choices?.default_country ?? 'GB'
  const brands = choices?.brands ?? []
  const brandId = brand ?? brands[0]?.id
  const { value: matches = [] } = useLive('lead.matches', {
    phone: typed.phone.trim().slice(0, 60) || null,
    email: typed.email.trim().slice(0, 320) || null,
  })
  const holder = holderOf(matches, brandId)

  const change = (field: NewLeadField, value: string) => {
    setTyped({ ...typed, [field]: value })
    setErrors({})
  }
  const create = async (keepBoth: boolean) => {
    const checked = newLeadFields(typed, country)
    if (!checked.ok) return setErrors(checked.errors)
    if (brandId === undefined) return setErrors({ all: 'The brands have not arrived yet. Try again in a moment.' })
    const { fields } = checked
    const made = await command(
      'lead.create',
      { brand_id: brandId, fields, ...(keepBoth && { keep_both: true }) },
      { quiet: true },
    )
    if (!made.ok) return setErrors({ all: made.error.message })
    showToast({ tone: 'info', text: 'The lead is saved' })
    openLead({ lead_id: made.value.lead_id, conversation_id: null })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (holder) openLead(holder)
    else void create(false)
  }
  const field = (name: NewLeadField, type = 'text') => (
    <TextField
      key={name}
      label={LABELS[name]}
      type={type}
      dir="auto"
      autoComplete="off"
      value={typed[name]}
      error={errors[name]}
      hint={name === 'phone' ? phoneForms(typed.phone, country)?.international : undefined}
      onChange={(event) => change(name, event.target.value)}
    />
  )
  return (
    <Dialog open onClose={onClose} title="New lead">
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-3">
          {field('first_name')}
          {field('last_name')}
        </div>
        {field('phone', 'tel')}
        {/* Checked here: the browser's own rule and words would come first. */}
        {field('email')}
        {field('company_name')}
        {brands.length > 1 && (
          <label className="block text-sm">
            <span className="mb-1.5 block font-medium">Brand</span>
            <select
              className="h-10 w-full rounded-md border border-control-line bg-surface px-2 text-base"
              value={brandId}
              onChange={(event) => setBrand(event.target.value)}
            >
              {brands.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <div aria-live="polite">
          {matches.length > 0 && (
            <Notice tone="warning">
              <p className="mb-1">Already in your leads:</p>
              <ul className="flex flex-col gap-1.5">
                {matches.map((match) => (
                  <li key={match.lead_id}>
                    <Match match={match} />
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </div>
        {errors.all && (
          <Notice tone="danger" alert>
            {errors.all}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          {holder && <Button onClick={() => void create(true)}>Create all the same</Button>}
          <Button type="submit" tone="primary">
            {holder ? `Open ${nameOf(holder.label)}` : 'Create lead'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

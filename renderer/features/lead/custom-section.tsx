import { Plus } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { humanise } from '../../format/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import { FieldMark, FieldRow } from './field-row.tsx'
import { InlineText } from './inline-text.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadEdits } from '../../actions/use-lead-edits.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import type { LeadView } from '#shared/contract/lead-models.ts'
import { checkCustomField, checkCustomName, customType } from '#shared/domain/lead-fields.ts'

type Fields = NonNullable<CommandInput<'lead.edit'>['set']['custom_fields']>

interface CustomSectionProps {
  view: LeadView
  edits: LeadEdits
  canEdit: boolean
}

/** Fields of the organisation's own making, each edited by what it holds. */
export function CustomSection({ view, edits, canEdit }: CustomSectionProps) {
  const fields = view.lead.custom_fields as Fields
  const names = Object.keys(fields).toSorted((a, b) => a.localeCompare(b))
  const set = (name: string, value: Fields[string] | undefined) => {
    const { [name]: _old, ...others } = fields
    const next = value === undefined ? others : { ...others, [name]: value }
    return edits.set(humanise(name), { custom_fields: next }, { custom_fields: fields })
  }
  return (
    <PanelSection
      id="custom"
      title="More fields"
      count={names.length}
      mark={<FieldMark mark={view.marks['custom_fields']} />}
      empty={names.length === 0 && 'Anything else worth knowing, under a name of your choice.'}
    >
      <dl>
        {names.map((name) => (
          <CustomField key={name} name={name} value={fields[name]!} canEdit={canEdit} onSave={set} />
        ))}
      </dl>
      {canEdit && <AddField taken={names} onAdd={(name, value) => set(name, value)} />}
    </PanelSection>
  )
}

interface CustomFieldProps {
  name: string
  value: Fields[string]
  canEdit: boolean
  onSave: (name: string, value: Fields[string]) => Promise<string | null>
}

function CustomField({ name, value, canEdit, onSave }: CustomFieldProps) {
  const type = customType(value)
  const label = humanise(name)
  if (type === 'yes_no') {
    return (
      <FieldRow label={label}>
        <label className="flex min-h-7 items-center gap-2">
          <input
            type="checkbox"
            aria-label={label}
            checked={value === true}
            disabled={!canEdit}
            onChange={(event) => void onSave(name, event.target.checked)}
            className="size-4 accent-accent"
          />
          {value === true ? 'Yes' : 'No'}
        </label>
      </FieldRow>
    )
  }
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
  return (
    <InlineText
      label={label}
      value={text}
      canEdit={canEdit && type !== 'other'}
      check={(typed) => checkCustomField(type === 'number' ? 'number' : 'text', typed)}
      onSave={(next) => onSave(name, next)}
    />
  )
}

interface AddFieldProps {
  taken: readonly string[]
  onAdd: (name: string, value: string) => Promise<string | null>
}

const INPUT =
  'h-7 w-full min-w-0 rounded-md border border-control-line bg-surface px-2 text-sm select-text placeholder:text-ink-3 focus-visible:outline-offset-0'

function AddField({ taken, onAdd }: AddFieldProps) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const [error, setError] = useState<string | null>(null)
  if (!open) {
    return (
      <Button
        tone="ghost"
        size="sm"
        className="mt-1 -ml-2"
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => setOpen(true)}
      >
        Add a field
      </Button>
    )
  }
  const close = () => {
    setOpen(false)
    setName('')
    setValue('')
    setError(null)
  }
  const add = async () => {
    const checked = checkCustomName(name, taken)
    if (!checked.ok) return setError(checked.error)
    const given = checkCustomField('text', value)
    if (!given.ok) return setError(given.error)
    const wrong = await onAdd(checked.value, String(given.value ?? ''))
    if (wrong) setError(wrong)
    else close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  }
  return (
    <form
      className="mt-2 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the button that was pressed makes way for it
        autoFocus
        aria-label="Name of the field"
        placeholder="Name"
        className={INPUT}
        value={name}
        onKeyDown={onKeyDown}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        aria-label="Value of the field"
        placeholder="Value"
        dir="auto"
        className={INPUT}
        value={value}
        onKeyDown={onKeyDown}
        onChange={(event) => setValue(event.target.value)}
      />
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <div className="flex gap-1.5">
        <Button type="submit" size="sm" tone="primary">
          Add
        </Button>
        <Button size="sm" tone="ghost" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

import { useId, useState, type KeyboardEvent } from 'react'
import { useLiveOf } from '../bridge/use-live.ts'
import { nameOf } from '../format/vocabulary.ts'
import { Avatar } from './avatar.tsx'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { plainText } from './segments.tsx'

interface FoundLead {
  id: string
  label: string | null
}

interface LeadFieldProps {
  lead: FoundLead | null
  error?: string | undefined
  /** Null: another one is to be chosen. */
  onChange: (lead: FoundLead | null) => void
}

const MOST = 6

/** Which lead something is about: found by name, number or company among those on this device. */
export function LeadField({ lead, error, onChange }: LeadFieldProps) {
  if (!lead) return <Finding error={error} onFound={onChange} />
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">Lead</p>
      <p className="flex h-10 items-center gap-2.5 rounded-md border border-line bg-sunken pr-1.5 pl-2.5 text-base">
        <Avatar id={lead.id} name={lead.label} size={24} />
        <span dir="auto" className="min-w-0 flex-1 truncate text-left">
          {nameOf(lead.label)}
        </span>
        <Button tone="ghost" size="sm" aria-label={`Lead ${nameOf(lead.label)}. Change`} onClick={() => onChange(null)}>
          Change
        </Button>
      </p>
    </div>
  )
}

function Finding({ error, onFound }: { error: string | undefined; onFound: (lead: FoundLead) => void }) {
  const id = useId()
  const [text, setText] = useState('')
  const [cursor, setCursor] = useState(0)
  const asked = text.trim().length < 2 ? '' : text
  const { value } = useLiveOf('search.results', { text: asked, limit: MOST }, 'lead-field')
  const hits = asked === '' ? [] : (value?.leads.hits ?? [])
  const at = Math.min(cursor, hits.length - 1)
  const choose = (index: number) => {
    const hit = hits[index]
    if (hit) onFound({ id: hit.id, label: plainText(hit.label) || null })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || hits.length === 0) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setCursor(Math.min(hits.length - 1, Math.max(0, at + step)))
    else if (event.key === 'Enter') choose(at)
    else return
    event.preventDefault()
  }
  const note = error ?? (asked !== '' && value && hits.length === 0 ? 'Nobody on this device is found by that.' : null)
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Lead
      </label>
      <input
        id={id}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- nothing can be done before it is known
        autoFocus
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={hits[at] ? `${id}-${at}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        maxLength={200}
        placeholder="Name, number or company"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setCursor(0)
        }}
        onKeyDown={onKeyDown}
        className={cx(
          'h-10 w-full rounded-md border bg-surface px-3 text-base select-text placeholder:text-ink-3 focus-visible:outline-offset-0',
          error ? 'border-danger' : 'border-control-line',
        )}
      />
      {note && (
        <output id={`${id}-note`} className={cx('mt-1.5 block text-xs', error ? 'text-danger' : 'text-ink-3')}>
          {note}
        </output>
      )}
      <div
        id={`${id}-list`}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot be found in by typing
        role="listbox"
        aria-label="Leads"
        tabIndex={-1}
        className={cx('mt-1 rounded-lg border border-line p-1', hits.length === 0 && 'hidden')}
      >
        {hits.map((hit, index) => (
          // The field has the keys; an option takes the pointer alone.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={hit.id}
            id={`${id}-${index}`}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setCursor(index)}
            onClick={() => choose(index)}
            className={cx('flex h-9 items-center gap-2.5 rounded-md px-2 text-sm', index === at && 'bg-selected')}
          >
            <Avatar id={hit.id} name={plainText(hit.label) || null} size={20} />
            <span dir="auto" className="min-w-0 truncate">
              {plainText(hit.label) || 'Unknown'}
            </span>
            <span dir="auto" className="ml-auto min-w-0 truncate text-xs text-ink-3">
              {plainText(hit.detail)}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}

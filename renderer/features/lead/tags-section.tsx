import { X } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { FieldMark } from './field-row.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadEdits } from '../../actions/use-lead-edits.ts'
import type { LeadChoices, LeadView } from '#shared/contract/lead-models.ts'
import { checkTag } from '#shared/domain/lead-fields.ts'

/** Tags shown before "more": four rows of ordinary ones. */
const SHOWN = 12

interface TagsSectionProps {
  view: LeadView
  edits: LeadEdits
  canEdit: boolean
  choices: LeadChoices | undefined
}

export function TagsSection({ view, edits, canEdit, choices }: TagsSectionProps) {
  const [all, setAll] = useState(false)
  const { tags } = view.lead
  const shown = all ? tags : tags.slice(0, SHOWN)
  const colors = new Map(choices?.tags.map(({ name, color }) => [name, color]))
  return (
    <PanelSection
      id="tags"
      title="Tags"
      count={tags.length}
      mark={<FieldMark mark={view.marks['tags']} />}
      empty={tags.length === 0 && 'Words to find this lead by, and to start campaigns.'}
    >
      <ul className="flex flex-wrap gap-1.5">
        {shown.map((tag) => (
          <li
            key={tag}
            className="group flex max-w-full items-center gap-1 rounded-md border border-line bg-surface py-0.5 pr-1 pl-2 text-xs"
          >
            {colors.has(tag) && (
              <span
                aria-hidden
                className="keep-color size-1.5 shrink-0 rounded-full"
                style={{ backgroundColor: colors.get(tag) }}
              />
            )}
            <span dir="auto" className="truncate pr-1 select-text" title={tag}>
              {tag}
            </span>
            {canEdit && (
              <button
                type="button"
                aria-label={`Remove tag ${tag}`}
                className="grid size-4.5 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
                onClick={() => void edits.tag({ add: [], remove: [tag] })}
              >
                <X aria-hidden className="size-3" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {tags.length > SHOWN && (
        <Button tone="ghost" size="sm" className="mt-1 -ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${tags.length - SHOWN} more`}
        </Button>
      )}
      {canEdit && <AddTag taken={tags} known={choices?.tags.map(({ name }) => name) ?? []} edits={edits} />}
    </PanelSection>
  )
}

function AddTag({ taken, known, edits }: { taken: readonly string[]; known: readonly string[]; edits: LeadEdits }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string | null>(null)
  const add = async () => {
    const checked = checkTag(typed, taken)
    if (!checked.ok) return setError(checked.error)
    const wrong = await edits.tag({ add: [checked.value], remove: [] })
    if (wrong) setError(wrong)
    else setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void add()
    }
    if (event.key === 'Escape' && typed !== '') {
      event.stopPropagation()
      setTyped('')
      setError(null)
    }
  }
  return (
    <div className="mt-2">
      <input
        aria-label="Add a tag"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        list={`${id}-known`}
        placeholder="Add a tag"
        dir="auto"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setError(null)
        }}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded-md border border-control-line bg-surface px-2 text-sm select-text placeholder:text-ink-3 focus-visible:outline-offset-0"
      />
      <datalist id={`${id}-known`}>
        {known
          .filter((name) => !taken.includes(name))
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </datalist>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

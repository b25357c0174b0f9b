import { useId, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { matchingTemplates } from './slash-menu.ts'
import { optionId, stepOf } from '../../ui/option-list.tsx'
import { TemplateList } from './template-list.tsx'
import type { ReplyTemplate, ReplyTemplates } from '#shared/contract/areas/composer.ts'
import type { Draft } from '#shared/contract/read-models.ts'
import { fillTemplate, placesOf, valueOf } from '#shared/domain/template.ts'

/** A template as it would be sent. */
export interface FilledTemplate {
  id: string
  body: string
  variables: string[]
}

interface TemplateReplyProps {
  /** Why nothing else may be sent. */
  sentence: string
  known: ReplyTemplates
  chosen: Draft['template']
  sending: boolean
  onChange: (template: Draft['template']) => void
  onSend: (filled: FilledTemplate) => void
}

/** Answers with an approved template: found by search, its places filled, seen as the customer will. */
export function TemplateReply({ sentence, known, chosen, sending, onChange, onSend }: TemplateReplyProps) {
  const approved = known.templates.filter((template) => template.approved)
  const template = approved.find(({ id }) => id === chosen?.id)
  return (
    <div className="px-3.5 py-2 text-sm">
      <p className="mb-2 text-ink-2">{sentence}</p>
      {template && chosen ? (
        <Filled {...{ template, chosen, known, sending, onChange, onSend }} />
      ) : approved.length === 0 ? (
        <p>There is no approved WhatsApp template yet. An admin can have one approved.</p>
      ) : (
        <Search known={known} approved={approved} onChoose={({ id }) => onChange({ id, values: {} })} />
      )}
    </div>
  )
}

interface SearchProps {
  known: ReplyTemplates
  approved: readonly ReplyTemplate[]
  onChoose: (template: ReplyTemplate) => void
}

function Search({ known, approved, onChoose }: SearchProps) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const found = matchingTemplates(approved, 'whatsapp', query)
  return (
    <>
      <TextField
        label="Template"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is an input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? optionId(listId, active) : undefined}
        placeholder="Search approved templates…"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          const step = stepOf(event.key, active, found.length)
          if (step !== null) setActive(step)
          else if (event.key === 'Enter' && found[active]) onChoose(found[active])
          else return
          event.preventDefault()
        }}
      />
      {found.length === 0 && <p className="mt-2 text-ink-2">No template has these words.</p>}
      <TemplateList id={listId} templates={found} values={known.values} active={active} onChoose={onChoose} />
    </>
  )
}

interface FilledProps extends Omit<TemplateReplyProps, 'sentence' | 'chosen'> {
  template: ReplyTemplate
  chosen: NonNullable<Draft['template']>
}

function Filled({ template, chosen, known, sending, onChange, onSend }: FilledProps) {
  const values = { ...known.values, ...chosen.values }
  const { text, missing } = fillTemplate(template.content, values)
  const asked = fillTemplate(template.content, known.values).missing
  const sendable = missing.length === 0 && !sending
  return (
    <div className="flex flex-col gap-3">
      <p dir="auto" className="max-h-40 overflow-y-auto rounded-lg bg-outbound px-3 py-2 text-base whitespace-pre-wrap">
        {text}
      </p>
      {asked.map((name) => (
        <TextField
          key={name}
          label={name.replaceAll('_', ' ')}
          dir="auto"
          maxLength={1_000}
          value={chosen.values[name] ?? ''}
          error={missing.includes(name) ? 'Nothing is known for this: type what is to stand there.' : null}
          onChange={(event) => onChange({ ...chosen, values: { ...chosen.values, [name]: event.target.value } })}
        />
      ))}
      <div className="flex items-center justify-end gap-2">
        <Button size="sm" onClick={() => onChange(undefined)}>
          Another template
        </Button>
        <Button
          tone="primary"
          size="sm"
          aria-disabled={!sendable}
          onClick={() =>
            sendable &&
            onSend({
              id: template.id,
              body: text,
              variables: placesOf(template.content).map((name) => valueOf(name, values) ?? ''),
            })
          }
        >
          Send template
        </Button>
      </div>
    </div>
  )
}

import { useId, useState, type ChangeEvent, type KeyboardEvent } from 'react'
import { matchingTemplates, slashAt } from './slash-menu.ts'
import { optionId, stepOf, TemplateList } from './template-list.tsx'
import type { ReplyTemplate, ReplyTemplates } from '#shared/contract/areas/composer.ts'
import { fillTemplate } from '#shared/domain/template.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'

interface ReplyTextProps {
  input: { current: HTMLTextAreaElement | null }
  label: string
  placeholder: string
  value: string
  invalid: boolean
  describedBy: string | undefined
  /** What `/` offers; null: nothing (a note). */
  offered: { known: ReplyTemplates; platform: Platform } | null
  onChange: (value: string) => void
  /** A template was taken: the text with its words, and the template. */
  onInsert: (value: string, template: ReplyTemplate) => void
}

/** The text field of the composer. `/` at the start of a word offers templates. */
export function ReplyText(props: ReplyTextProps) {
  const { input, label, placeholder, value, invalid, describedBy, offered, onChange, onInsert } = props
  const listId = useId()
  const [slash, setSlash] = useState<ReturnType<typeof slashAt>>(null)
  const [active, setActive] = useState(0)
  const found = slash && offered ? matchingTemplates(offered.known.templates, offered.platform, slash.query) : []
  const open = found.length > 0

  const look = (event: { currentTarget: HTMLTextAreaElement }) => {
    const { value: text, selectionStart, selectionEnd } = event.currentTarget
    setSlash(selectionStart === selectionEnd ? slashAt(text, selectionStart) : null)
    setActive(0)
  }
  const insert = (template: ReplyTemplate) => {
    if (!slash || !offered) return
    const words = fillTemplate(template.content, offered.known.values).text
    const end = slash.start + slash.query.length + 1
    onInsert(value.slice(0, slash.start) + words + value.slice(end), template)
    setSlash(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!open || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return
    const step = stepOf(event.key, active, found.length)
    if (step !== null) setActive(step)
    else if (event.key === 'Enter' || event.key === 'Tab') insert(found[active] ?? found[0]!)
    else if (event.key === 'Escape') setSlash(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="relative">
      {open && offered && (
        <div className="absolute inset-x-2 bottom-full z-30 mb-1 rounded-lg bg-raised shadow-float">
          <TemplateList id={listId} templates={found} values={offered.known.values} active={active} onChoose={insert} />
        </div>
      )}
      <output className="sr-only">{open && `${found.length} templates. Arrow keys choose, Enter inserts.`}</output>
      <textarea
        ref={input}
        dir="auto"
        value={value}
        rows={2}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        {...(open && {
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': listId,
          'aria-autocomplete': 'list' as const,
          'aria-activedescendant': optionId(listId, active),
        })}
        placeholder={placeholder}
        onChange={(event: ChangeEvent<HTMLTextAreaElement>) => {
          onChange(event.target.value)
          look(event)
        }}
        onClick={look}
        onBlur={() => setSlash(null)}
        onKeyDown={onKeyDown}
        className="block max-h-[38vh] min-h-14 w-full resize-none overflow-y-auto bg-transparent px-3.5 py-1.5 text-base field-sizing-content outline-none select-text"
      />
    </div>
  )
}

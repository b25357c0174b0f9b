import { CompletingText, type Completion } from '../../ui/completing-text.tsx'
import { matchingTemplates, slashAt } from './slash-menu.ts'
import { TemplateLines } from './template-list.tsx'
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
  completion: Completion | null
  onChange: (value: string) => void
}

/** The text field of the composer. */
export function ReplyText({ input, label, placeholder, value, invalid, describedBy, ...rest }: ReplyTextProps) {
  return (
    <CompletingText
      input={input}
      value={value}
      rows={2}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      placeholder={placeholder}
      completion={rest.completion}
      onValue={rest.onChange}
      className="block max-h-[38vh] min-h-14 w-full resize-none overflow-y-auto bg-transparent px-3.5 py-1.5 text-base field-sizing-content outline-none select-text"
    />
  )
}

/**
 * `/` at the start of a word offers templates.
 * @param onInsert takes the text with the template's words in it
 */
export function templateCompletion(
  known: ReplyTemplates,
  platform: Platform,
  onInsert: (value: string, template: ReplyTemplate) => void,
): Completion {
  return {
    name: 'Templates',
    at: slashAt,
    find: (query) =>
      matchingTemplates(known.templates, platform, query).map((template) => ({
        id: template.id,
        content: <TemplateLines template={template} values={known.values} />,
        words: fillTemplate(template.content, known.values).text,
        onTaken: (value) => onInsert(value, template),
      })),
  }
}

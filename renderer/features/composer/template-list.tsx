import { OptionList } from '../../ui/option-list.tsx'
import { fillTemplate, type TemplateValues } from '#shared/domain/template.ts'
import type { ReplyTemplate } from '#shared/contract/areas/composer.ts'

interface TemplateListProps {
  id: string
  templates: readonly ReplyTemplate[]
  values: TemplateValues
  active: number
  onChoose: (template: ReplyTemplate) => void
}

export function TemplateList({ id, templates, values, active, onChoose }: TemplateListProps) {
  return (
    <OptionList
      id={id}
      label="Templates"
      options={templates.map((template) => ({
        id: template.id,
        content: <TemplateLines template={template} values={values} />,
      }))}
      active={active}
      onChoose={(index) => onChoose(templates[index]!)}
    />
  )
}

/** A template's name over its words as they would be sent. */
export function TemplateLines({ template, values }: { template: ReplyTemplate; values: TemplateValues }) {
  const { text, missing } = fillTemplate(template.content, values)
  return (
    <>
      <span className="flex items-baseline gap-2">
        <span className="font-medium">{template.name}</span>
        {template.shortcut && <span className="text-xs text-ink-3">/{template.shortcut}</span>}
        {missing.length > 0 && <span className="ml-auto text-xs text-warning">Missing: {missing.join(', ')}</span>}
      </span>
      <span dir="auto" className="block truncate text-xs text-ink-2">
        {text}
      </span>
    </>
  )
}

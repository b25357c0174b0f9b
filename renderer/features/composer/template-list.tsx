import { cx } from '../../ui/cx.ts'
import { fillTemplate, type TemplateValues } from '#shared/domain/template.ts'
import type { ReplyTemplate } from '#shared/contract/areas/composer.ts'

interface TemplateListProps {
  id: string
  templates: readonly ReplyTemplate[]
  values: TemplateValues
  active: number
  onChoose: (template: ReplyTemplate) => void
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`

/** The list of a combobox: the field it belongs to keeps the focus and names the active option. */
export function TemplateList({ id, templates, values, active, onChoose }: TemplateListProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- its options have two lines
    <div id={id} role="listbox" aria-label="Templates" className="max-h-64 overflow-y-auto p-1">
      {templates.map((template, index) => {
        const { text, missing } = fillTemplate(template.content, values)
        return (
          // The field holds the focus and the keys.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={template.id}
            id={optionId(id, index)}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(template)}
            className={cx('rounded-md px-2 py-1.5 text-sm', index === active && 'bg-hover')}
          >
            <span className="flex items-baseline gap-2">
              <span className="font-medium">{template.name}</span>
              {template.shortcut && <span className="text-xs text-ink-3">/{template.shortcut}</span>}
              {missing.length > 0 && (
                <span className="ml-auto text-xs text-warning">Missing: {missing.join(', ')}</span>
              )}
            </span>
            <span dir="auto" className="block truncate text-xs text-ink-2">
              {text}
            </span>
          </div>
        )
      })}
    </div>
  )
}

/** The index that an arrow key leads to, going round; null for another key. */
export function stepOf(key: string, active: number, count: number): number | null {
  if (count === 0 || (key !== 'ArrowDown' && key !== 'ArrowUp')) return null
  return (active + (key === 'ArrowDown' ? 1 : -1) + count) % count
}

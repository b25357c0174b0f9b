import { useState } from 'react'
import { AddTag } from '../../ui/add-tag.tsx'
import { Button } from '../../ui/button.tsx'
import { TagChip } from '../../ui/tag-chip.tsx'
import { FieldMark } from './field-row.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadEdits } from '../../actions/use-lead-edits.ts'
import type { LeadChoices, LeadView } from '#shared/contract/lead-models.ts'

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
          <TagChip
            key={tag}
            tag={tag}
            color={colors.get(tag)}
            {...(canEdit && { onRemove: () => void edits.tag({ add: [], remove: [tag] }) })}
          />
        ))}
      </ul>
      {tags.length > SHOWN && (
        <Button tone="ghost" size="sm" className="mt-1 -ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${tags.length - SHOWN} more`}
        </Button>
      )}
      {canEdit && (
        <AddTag
          taken={tags}
          known={choices?.tags.map(({ name }) => name) ?? []}
          onAdd={(tag) => edits.tag({ add: [tag], remove: [] })}
        />
      )}
    </PanelSection>
  )
}

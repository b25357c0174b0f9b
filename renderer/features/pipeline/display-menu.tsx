import { Kanban, Rows3, SlidersHorizontal } from 'lucide-react'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { CARD_FIELDS, CARD_FIELD_NAMES, toggled } from './card-fields.ts'

const ICON = { className: 'size-4', 'aria-hidden': true } as const

/** How the board looks: columns or list, compact, and what the cards show. */
export function DisplayMenu() {
  const { boardAsList, boardCompact, hiddenCardFields } = useApp((state) => state.preferences)
  const setPreference = useApp((state) => state.setPreference)
  return (
    <Menu
      trigger={
        <Button tone="ghost" size="sm" icon={<SlidersHorizontal aria-hidden className="size-3.5" />}>
          Display
        </Button>
      }
    >
      <MenuChoices
        label="Show as"
        value={boardAsList ? 'list' : 'columns'}
        choices={[
          { value: 'columns', label: 'Columns', icon: <Kanban {...ICON} /> },
          { value: 'list', label: 'List', icon: <Rows3 {...ICON} /> },
        ]}
        onChange={(next) => setPreference({ boardAsList: next === 'list' })}
      />
      <MenuSeparator />
      <MenuItem checked={boardCompact} onSelect={() => setPreference({ boardCompact: !boardCompact })}>
        Compact cards
      </MenuItem>
      <MenuSeparator />
      {CARD_FIELDS.map((field) => (
        <MenuItem
          key={field}
          checked={!hiddenCardFields.includes(field)}
          onSelect={() => setPreference({ hiddenCardFields: toggled(hiddenCardFields, field) })}
        >
          {CARD_FIELD_NAMES[field]}
        </MenuItem>
      ))}
    </Menu>
  )
}

import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useLive } from '../../bridge/use-live.ts'
import type { ImportDraft } from '../../store/import-slice.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { stageChoices } from './import-request.ts'

const DUPLICATES = [
  { id: 'list', name: 'As the list says, else leave out and report' },
  { id: 'flag', name: 'Leave out and report' },
  { id: 'skip', name: 'Skip' },
  { id: 'merge', name: 'Complete the lead that is there' },
  { id: 'keep_both', name: 'Keep both' },
] as const

/** Roles that make lists. */
const MAKES_LISTS: ReadonlySet<string> = new Set(['owner', 'admin', 'manager'])

/** Where the leads of a file go. */
export function ImportOptions({ draft, onChange }: { draft: ImportDraft; onChange: (draft: ImportDraft) => void }) {
  const { user } = useSession()
  const { members } = useTeam()
  const { value: choices } = useLive('triage.choices', {})
  const { value: lists = [] } = useLive('import.lists', {})
  const others = members.filter(({ id }) => id !== user.id)
  return (
    <section aria-label="Where the leads go" className="grid gap-3 border-t border-line pt-4 sm:grid-cols-2">
      <SelectField
        label="Leads that are there already"
        value={draft.duplicateAction ?? 'list'}
        choices={DUPLICATES}
        onChange={(id) => onChange({ ...draft, duplicateAction: id === 'list' ? null : id })}
      />
      <SelectField
        label="Owner"
        value={draft.owner}
        choices={[{ id: user.id, name: 'You' }, { id: '', name: 'Nobody: the pool' }, ...others]}
        onChange={(owner) => onChange({ ...draft, owner })}
      />
      <SelectField
        label="Stage of new leads"
        value={draft.stage}
        choices={stageChoices(choices?.stages ?? [])}
        onChange={(stage) => onChange({ ...draft, stage })}
      />
      <SelectField
        label="List"
        value={draft.list}
        choices={[
          { id: '', name: 'None' },
          ...(MAKES_LISTS.has(user.role) ? [{ id: 'new', name: 'A new list…' }] : []),
          ...lists,
        ]}
        onChange={(list) => onChange({ ...draft, list })}
      />
      {draft.list === 'new' && (
        <TextField
          label="Name of the new list"
          value={draft.newList}
          maxLength={300}
          onChange={(event) => onChange({ ...draft, newList: event.target.value })}
        />
      )}
      <TextField
        label="Tags"
        hint="Apart by commas. A tag starts its campaign."
        value={draft.tags}
        maxLength={500}
        onChange={(event) => onChange({ ...draft, tags: event.target.value })}
      />
    </section>
  )
}

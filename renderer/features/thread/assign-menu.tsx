import { ChevronDown, UserRoundX } from 'lucide-react'
import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useTriage } from '../../actions/use-triage.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { subjectOfView } from '../../actions/subject-of-view.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

/** Who works the conversation, and the list to hand it over: oneself first, then colleagues by name. */
export function AssignMenu({ view }: { view: ConversationView }) {
  const { user } = useSession()
  const { nameOf } = useTeam()
  const open = useApp((state) => state.overlay === 'assign')
  const showOverlay = useApp((state) => state.showOverlay)
  const { handler_id: handlerId } = subjectOfView(view)
  const handler = handlerId === null ? null : handlerId === user.id ? user.name : nameOf(handlerId)
  return (
    <Menu
      open={open}
      onOpenChange={(next) => showOverlay(next ? 'assign' : null)}
      trigger={
        <Button
          tone="secondary"
          aria-keyshortcuts="A"
          aria-label={handler ? `Assigned to ${handler}. Change` : 'Unassigned. Assign'}
          className="pl-1.5!"
        >
          {handlerId && handler ? (
            <Avatar id={handlerId} name={handler} size={20} />
          ) : (
            <span aria-hidden className="size-5 rounded-full border border-dashed border-control-line" />
          )}
          <span className="hidden max-w-28 truncate @lg:inline">
            {handlerId === user.id ? 'You' : (handler ?? 'Unassigned')}
          </span>
          <ChevronDown aria-hidden className="-mr-1 size-3.5 text-ink-3" />
        </Button>
      }
    >
      <People view={view} />
    </Menu>
  )
}

function People({ view }: { view: ConversationView }) {
  const { user } = useSession()
  const { members } = useTeam()
  const triage = useTriage()
  const { conversation, lead } = view
  const subject = subjectOfView(view)
  const colleagues = members
    .filter((member) => member.id !== user.id && member.role !== 'viewer')
    .toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <>
      <MenuItem
        icon={<Avatar id={user.id} name={user.name} size={20} />}
        checked={conversation.assigned_to === user.id}
        onSelect={() => void triage.assign(subject, user)}
      >
        {user.name} (you)
      </MenuItem>
      {colleagues.map((member) => (
        <MenuItem
          key={member.id}
          icon={<Avatar id={member.id} name={member.name} size={20} />}
          checked={conversation.assigned_to === member.id}
          onSelect={() => void triage.assign(subject, member)}
        >
          {member.name}
        </MenuItem>
      ))}
      {conversation.assigned_to && (
        <>
          <MenuSeparator />
          <MenuItem icon={<UserRoundX className="size-4" />} onSelect={() => void triage.assign(subject, null)}>
            {lead.owner_id ? 'Back to the owner' : 'Back to the pool'}
          </MenuItem>
        </>
      )}
    </>
  )
}

import { CalendarCheck, CalendarClock, ListTodo, Mail, Phone, PhoneMissed, StickyNote, UsersRound } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

type Kinded = Pick<TaskItem, 'kind' | 'type' | 'status'>

const ICONS = {
  follow_up: CalendarClock,
  booking: CalendarCheck,
  missed: PhoneMissed,
  call: Phone,
  email: Mail,
  meeting: UsersRound,
  note: StickyNote,
  other: ListTodo,
}

function faceOf({ kind, type, status }: Kinded): keyof typeof ICONS {
  if (kind === 'follow_up' || kind === 'booking') return kind
  if (type === 'call' && status === 'missed') return status
  return type === 'call' || type === 'email' || type === 'meeting' || type === 'note' ? type : 'other'
}

/** What kind of thing a task is; its words say the same. */
export function TaskIcon({ task, late }: { task: Kinded; late: boolean }) {
  const Icon = ICONS[faceOf(task)]
  return (
    <span
      aria-hidden
      className={cx(
        'grid size-8 shrink-0 place-items-center rounded-full',
        late ? 'bg-danger-soft text-danger' : 'bg-hover text-ink-2',
      )}
    >
      <Icon className="size-4" strokeWidth={1.75} />
    </span>
  )
}

import { CalendarClock, CircleCheckBig, PhoneMissed, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { TaskList } from '#shared/contract/areas/tasks.ts'

const ICON = { className: 'size-5', strokeWidth: 1.75 }

const STATES: Record<TaskList, { icon: ReactNode; title: string; text: string }> = {
  overdue: {
    icon: <CircleCheckBig {...ICON} />,
    title: 'Nothing is overdue',
    text: 'Everything that was planned has been done in time.',
  },
  today: {
    icon: <CircleCheckBig {...ICON} />,
    title: 'Nothing more today',
    text: 'Press T to plan something, for any day, in words.',
  },
  upcoming: {
    icon: <CalendarClock {...ICON} />,
    title: 'Nothing is planned',
    text: 'Press T on a conversation, a card or here to plan what is to be done about a lead.',
  },
  missed: {
    icon: <PhoneMissed {...ICON} />,
    title: 'No missed calls',
    text: 'Calls that nobody took stand here until the customer has been called back.',
  },
}

/** What an empty list means; `problem` says why it cannot be shown. */
export function EmptyTasks({ list, problem }: { list: TaskList; problem: string | null }) {
  const { value: sync } = useLive('sync.status', {})
  if (problem !== null) {
    return <EmptyState icon={<TriangleAlert {...ICON} />} title="The tasks cannot be shown" text={problem} />
  }
  if (sync?.synced_at === null) {
    return (
      <EmptyState
        icon={<CalendarClock {...ICON} />}
        title="Not on this device yet"
        text="Your tasks arrive with the first sync."
      />
    )
  }
  return <EmptyState {...STATES[list]} />
}

/** Tasks in every state: late, today, planned, without a date, a follow-up, missed calls, somebody else's, saved here alone. */
import { idOf, TEAM } from './fixture-data.ts'
import type { CalendarRange, TaskCounts, TaskItem, TaskList, TaskPage } from '#shared/contract/areas/tasks.ts'
import type { CommandInput, LiveQueryInput } from '#shared/contract/ipc.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

type Planned = Partial<TaskItem> & { list: TaskList; in: number | null }

const WORDS: readonly Planned[] = [
  { list: 'overdue', in: -3 * DAY, subject: 'Send the revised offer with the longer warranty', priority: 'urgent' },
  { list: 'overdue', in: -5 * HOUR, type: 'call', subject: 'Ring about the delivery date', save_state: 'local' },
  { list: 'overdue', in: -2 * HOUR, kind: 'follow_up' },
  {
    list: 'today',
    in: 20 * 60_000,
    type: 'meeting',
    subject: 'Show the car, bring both keys',
    description: 'At the showroom. They come with their daughter, who will drive it.',
  },
  { list: 'today', in: 2 * HOUR, type: 'email', subject: null, priority: 'high' },
  {
    list: 'today',
    in: 3 * HOUR,
    subject: 'Angebot für die 12-kWp-Anlage samt Speicher und Einspeisevergütung nachrechnen und verschicken',
  },
  { list: 'upcoming', in: DAY + 2 * HOUR, type: 'call', subject: 'Ask whether the offer arrived' },
  { list: 'upcoming', in: 4 * DAY, kind: 'follow_up' },
  { list: 'upcoming', in: 9 * DAY, subject: 'Prepare the contract', priority: 'low' },
  { list: 'upcoming', in: null, subject: 'Collect photos of the roof' },
  { list: 'missed', in: -40 * 60_000, kind: 'call', type: 'call', status: 'missed', description: 'Missed call' },
  { list: 'missed', in: -26 * HOUR, kind: 'call', type: 'call', status: 'missed', description: 'Missed call' },
]

/** The tasks of the invented workspace, about the people of its inbox. */
export function createTasks(rows: readonly InboxRow[], now: number) {
  const all = WORDS.flatMap(({ list, in: ahead, ...given }, n): (TaskItem & { list: TaskList })[] => {
    const row = rows[n * 3]
    if (!row) return []
    return [
      {
        list,
        kind: 'activity',
        type: 'task',
        status: 'planned',
        subject: null,
        description: null,
        ends_at: null,
        priority: 'normal',
        save_state: 'saved',
        ...given,
        id: given.kind === 'follow_up' ? row.lead_id : idOf(30, n),
        at: ahead === null ? null : now + ahead,
        owner_id: n % 4 === 3 ? TEAM[1]!.id : TEAM[0]!.id,
        lead_id: row.lead_id,
        lead_label: row.lead_label,
        conversation: n === 8 ? null : { id: row.id, platform: row.platform },
      },
    ]
  })
  const done = new Set<string>()
  const inside = (list: TaskList) => all.filter((task) => task.list === list && !done.has(task.id))
  return {
    counts: (): TaskCounts => ({
      overdue: inside('overdue').length,
      today: inside('today').length,
      upcoming: inside('upcoming').length,
      missed: inside('missed').length,
    }),
    page: ({ list }: LiveQueryInput<'tasks.page'>): TaskPage => ({
      rows: inside(list).map(({ list: _list, ...task }) => task),
      next: null,
    }),
    calendar: ({ from, to }: LiveQueryInput<'calendar.range'>): CalendarRange => ({
      items: all
        .filter(({ list, at }) => list !== 'missed' && at !== null && at >= from && at < to)
        .map(({ list: _list, ...task }) =>
          task.type === 'meeting' ? { ...task, kind: 'booking' as const, ends_at: task.at! + HOUR } : task,
        )
        .toSorted((a, b) => a.at! - b.at!),
      more: false,
    }),
    complete: ({ task_id }: CommandInput<'task.complete'>) => void done.add(task_id),
  }
}

import { Tabs } from '@base-ui/react/tabs'
import { Phone, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count, shortCount } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceButtons } from '../../ui/choice-buttons.tsx'
import { cx } from '../../ui/cx.ts'
import { TaskList } from './task-list.tsx'
import { TaskToolbar } from './task-toolbar.tsx'
import { LIST_NAMES } from './task-words.ts'
import { Week } from './week.tsx'
import { useTaskKeys } from './use-task-keys.ts'
import { TASK_LISTS, type TaskList as List, type TaskScope } from '#shared/contract/areas/tasks.ts'

/** What is to be done, by when: overdue, today, upcoming, and the calls nobody took. `status` is shown beside the title. */
export function TasksScreen({ status }: { status: ReactNode }) {
  const list = useApp((state) => state.taskList)
  const scope = useApp((state) => state.taskScope)
  const setTaskScope = useApp((state) => state.setTaskScope)
  const showTaskList = useApp((state) => state.showTaskList)
  const canWrite = useCanWrite()
  const view = useApp((state) => state.taskView)
  const setTaskView = useApp((state) => state.setTaskView)
  useTaskKeys()
  return (
    <Tabs.Root
      value={list}
      onValueChange={(next: List) => showTaskList(next)}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-sunken"
    >
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 py-1 pr-2.5 pl-4">
        <h1 className="mr-auto text-lg font-semibold">Tasks</h1>
        <span className="flex gap-2 max-sm:order-2">
          <ChoiceButtons label="How they stand" value={view} choices={VIEWS} onChange={setTaskView} />
          <ChoiceButtons label="Whose tasks" value={scope} choices={SCOPES} onChange={setTaskScope} />
        </span>
        {canWrite && (
          <span className="flex gap-2 max-sm:order-3">
            <NewButtons />
          </span>
        )}
        <span className="max-sm:order-1">{status}</span>
      </header>
      {view === 'week' ? <Week scope={scope} /> : <Lists list={list} scope={scope} />}
      {canWrite && <TaskToolbar />}
    </Tabs.Root>
  )
}

function Lists({ list, scope }: { list: List; scope: TaskScope }) {
  const { value: counts } = useLive('tasks.counts', { scope })
  return (
    <>
      <Tabs.List
        activateOnFocus
        aria-label="Lists"
        className="relative flex shrink-0 flex-wrap gap-x-4 border-b border-line px-4"
      >
        {TASK_LISTS.map((name) => (
          <ListTab key={name} list={name} items={counts?.[name]} />
        ))}
      </Tabs.List>
      <Tabs.Panel key={list} value={list} tabIndex={-1} className="min-h-0 flex-1 outline-none">
        <TaskList list={list} scope={scope} total={counts?.[list] ?? 0} />
      </Tabs.Panel>
    </>
  )
}

function ListTab({ list, items }: { list: List; items: number | undefined }) {
  const calls = items !== undefined && items > 0 && (list === 'overdue' || list === 'missed')
  return (
    <Tabs.Tab
      value={list}
      aria-label={items === undefined ? LIST_NAMES[list] : `${LIST_NAMES[list]}, ${count(items)}`}
      className="flex h-8 items-center gap-1.5 border-y-2 border-transparent text-xs font-medium whitespace-nowrap text-ink-2 hover:text-ink data-active:border-b-accent data-active:text-ink"
    >
      {LIST_NAMES[list]}
      {items !== undefined && (
        <span className={cx('tabular', calls ? 'font-semibold text-danger' : 'text-ink-3')}>{shortCount(items)}</span>
      )}
    </Tabs.Tab>
  )
}

const VIEWS = [
  { id: 'list', name: 'List' },
  { id: 'week', name: 'Week' },
] as const

const SCOPES = [
  { id: 'mine', name: 'Mine' },
  { id: 'everybody', name: 'Everybody' },
] as const satisfies readonly { id: TaskScope; name: string }[]

function NewButtons() {
  const showTaskSheet = useApp((state) => state.showTaskSheet)
  return (
    <>
      <Button
        size="sm"
        icon={<Phone aria-hidden className="size-3.5" />}
        onClick={() => showTaskSheet({ what: 'log', lead: null, task: null, type: 'call' })}
      >
        Log
      </Button>
      <Button
        size="sm"
        tone="primary"
        aria-keyshortcuts="T"
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => showTaskSheet({ what: 'new', lead: null })}
      >
        New task
      </Button>
    </>
  )
}

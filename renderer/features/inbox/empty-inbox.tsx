import { AlarmClock, CircleCheckBig, Flame, Inbox, ListFilter, UserRoundPlus, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { SPLIT_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { Split } from '#shared/domain/conversation.ts'
import { NO_FILTER } from '#shared/domain/triage.ts'

const ICON = { className: 'size-5', strokeWidth: 1.75 }

const STATES: Record<Split, { icon: ReactNode; title: string; text: string }> = {
  all: {
    icon: <Inbox {...ICON} />,
    title: 'No conversations yet',
    text: 'When a customer writes on any of your channels, it appears here at once.',
  },
  mine: {
    icon: <UserRoundPlus {...ICON} />,
    title: 'Nothing is assigned to you',
    text: 'Take a lead from Unassigned, or wait for one to be handed to you.',
  },
  unassigned: {
    icon: <UsersRound {...ICON} />,
    title: 'The pool is empty',
    text: 'Every lead has someone. New ones without an owner arrive here.',
  },
  hot: {
    icon: <Flame {...ICON} />,
    title: 'Nobody is hot right now',
    text: 'Leads that are rated hot gather here, so that you call them first.',
  },
  snoozed: {
    icon: <AlarmClock {...ICON} />,
    title: 'Nothing is snoozed',
    text: 'Press H on a conversation to put it away until later. An answer of the customer brings it back.',
  },
  waiting: {
    icon: <CircleCheckBig {...ICON} />,
    title: 'Nobody is waiting',
    text: 'Every customer has an answer. Well done.',
  },
}

export function EmptyInbox({ split, filtered }: { split: Split; filtered: boolean }) {
  const showSplit = useApp((state) => state.showSplit)
  if (filtered) return <NoMatch split={split} />
  return (
    <EmptyState {...STATES[split]}>
      {split !== 'all' && <Button onClick={() => showSplit('all')}>Show all conversations</Button>}
    </EmptyState>
  )
}

/** The split may have conversations, but none that the filter lets through. */
function NoMatch({ split }: { split: Split }) {
  const setFilter = useApp((state) => state.setFilter)
  const focusOn = useApp((state) => state.focusOn)
  return (
    <EmptyState
      icon={<ListFilter {...ICON} />}
      title="No match"
      text={`Nothing in ${SPLIT_NAMES[split]} fits all of these filters.`}
    >
      <Button
        onClick={() => {
          setFilter(NO_FILTER)
          focusOn('list')
        }}
      >
        Clear filters
      </Button>
    </EmptyState>
  )
}

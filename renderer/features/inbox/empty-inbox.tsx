import { CircleCheckBig, Inbox, UserRoundPlus, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { Split } from '#shared/domain/conversation.ts'

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
  waiting: {
    icon: <CircleCheckBig {...ICON} />,
    title: 'Nobody is waiting',
    text: 'Every customer has an answer. Well done.',
  },
}

export function EmptyInbox({ split }: { split: Split }) {
  const showSplit = useApp((state) => state.showSplit)
  return (
    <EmptyState {...STATES[split]}>
      {split !== 'all' && <Button onClick={() => showSplit('all')}>Show all conversations</Button>}
    </EmptyState>
  )
}

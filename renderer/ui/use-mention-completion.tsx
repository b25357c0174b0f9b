import { useMemo } from 'react'
import { useLive } from '../bridge/use-live.ts'
import { Avatar } from './avatar.tsx'
import type { Completion } from './completing-text.tsx'
import { matchingColleagues, mentionAt } from './mention-at.ts'

/** `@` at the start of a word offers colleagues. */
export function useMentionCompletion(): Completion {
  const { value: people } = useLive('mentions.people', {})
  return useMemo(
    () => ({
      name: 'Colleagues',
      at: mentionAt,
      find: (query) =>
        matchingColleagues(people ?? [], query).map(({ person, label }) => ({
          id: person.id,
          words: `@${label} `,
          content: (
            <span className="flex items-center gap-2">
              <Avatar id={person.id} name={person.name} size={24} />
              <span dir="auto" className="shrink-0 truncate font-medium">
                {person.name}
              </span>
              <span className="min-w-0 truncate text-xs text-ink-2">{person.email}</span>
            </span>
          ),
        })),
    }),
    [people],
  )
}

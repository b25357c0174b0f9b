import { useMemo } from 'react'
import { useLive } from '../bridge/use-live.ts'
import type { Teammate } from '#shared/contract/read-models.ts'

export interface Team {
  members: readonly Teammate[]
  /** A colleague's name; "A colleague" for one who has left or is not known yet. */
  nameOf: (id: string) => string
}

const NOBODY: readonly Teammate[] = []

export function useTeam(): Team {
  const { value } = useLive('team.list', {})
  return useMemo(() => {
    const members = value ?? NOBODY
    const names = new Map(members.map((member) => [member.id, member.name]))
    return { members, nameOf: (id: string) => names.get(id) ?? 'A colleague' }
  }, [value])
}

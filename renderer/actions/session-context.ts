import { createContext, useContext } from 'react'
import type { AppState } from '#shared/contract/read-models.ts'

export type Session = Extract<AppState, { phase: 'ready' }>

export const SessionContext = createContext<Session | null>(null)

/** The signed-in rep and where they work; only inside the workspace. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession needs a SessionContext around it')
  return session
}

/** A viewer reads the organisation and writes nothing. */
export function useCanWrite(): boolean {
  return useSession().user.role !== 'viewer'
}

/** Owners and admins change what everybody works with, such as pipelines. */
export function useAdministers(): boolean {
  const { role } = useSession().user
  return role === 'owner' || role === 'admin'
}

import type { CommitWith, NewMutation } from '../../db/calls.ts'
import type { Workspace } from '../../workspace.ts'

/** What the commands of an area need of the signed-in rep's workspace. */
export interface AreaContext {
  /** @throws `unauthenticated` while nobody is signed in */
  workspace: () => Workspace
  /** @throws `forbidden` for a viewer */
  writable: () => Workspace
  /** Applies a change to the cache and queues it, with all that belongs to it. */
  commit: (mutation: NewMutation, options?: CommitWith) => Promise<null>
  /** Milliseconds since 1970. */
  now: () => number
}

/**
 * What the first inbox does without. It is loaded while the window has nothing to do, or when it is first shown: what is
 * painted first is there sooner.
 */
import { lazy } from 'react'

const SCREENS = {
  conversation: () => import('./conversation-pane.tsx'),
  conflicts: () => import('../features/conflicts/conflict-centre.tsx'),
  search: () => import('../features/search/search-screen.tsx'),
  mentions: () => import('../features/mentions/mentions-screen.tsx'),
  pipeline: () => import('./pipeline-panes.tsx'),
  tasks: () => import('./tasks-panes.tsx'),
  overlays: () => import('./overlays.tsx'),
}

export const ConversationPane = lazy(async () => ({ default: (await SCREENS.conversation()).ConversationPane }))
export const ConflictCentre = lazy(async () => ({ default: (await SCREENS.conflicts()).ConflictCentre }))
export const SearchScreen = lazy(async () => ({ default: (await SCREENS.search()).SearchScreen }))
export const MentionsScreen = lazy(async () => ({ default: (await SCREENS.mentions()).MentionsScreen }))
export const PipelinePanes = lazy(async () => ({ default: (await SCREENS.pipeline()).PipelinePanes }))
export const TasksPanes = lazy(async () => ({ default: (await SCREENS.tasks()).TasksPanes }))
export const Overlays = lazy(async () => ({ default: (await SCREENS.overlays()).Overlays }))

/** Loads all of it once the window is idle. @returns takes that back */
export function loadScreensWhenIdle(): () => void {
  const handle = requestIdleCallback(() => Object.values(SCREENS).forEach((load) => void load()))
  return () => cancelIdleCallback(handle)
}

import type { HotList } from '#shared/contract/areas/hot.ts'
import type { Target } from '#shared/domain/app-link.ts'
import type { HotInput } from './hot-leads.ts'
import type { Place } from './link-place.ts'
import type { Happened, NewsInput } from './news.ts'
import type { KeptChoice } from './notification-choices.ts'

/** What the main process asks in order to tell the rep of something. */
export interface TellingReads {
  'hot.list': { input: HotInput; output: HotList }
  /** Which of the keys the rep was told under on this device. */
  'hot.told': { input: { keys: string[] }; output: string[] }
  'news.of': { input: NewsInput; output: Happened[] }
  /** Those of the conversations in which nothing is unread. */
  'news.read': { input: { ids: string[] }; output: string[] }
  'link.place': { input: Target; output: Place | null }
  'notification.choices': { input: null; output: KeptChoice[] }
}

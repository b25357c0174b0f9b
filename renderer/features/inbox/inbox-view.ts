import type { Split } from '#shared/domain/conversation.ts'
import type { InboxFilter, Sort } from '#shared/domain/triage.ts'

/** What a list shows, whatever part of it is loaded. */
export interface InboxView {
  split: Split
  sort: Sort
  filter: InboxFilter
}

import { count } from '../../format/time.ts'
import { fileSize } from '../../format/file-size.ts'
import type { KeptView } from '#shared/contract/areas/offline.ts'
import type { InboxFilter } from '#shared/domain/triage.ts'
import type { Split } from '#shared/domain/conversation.ts'
import { partsOf } from '../../ui/filter-parts.ts'

type View = Pick<KeptView, 'split' | 'filter'>

/** How far a kept view is, and how much of it is here. */
export function keptWords({ state, done, total, messages, files, files_left, bytes }: KeptView): string {
  const what = [
    messages === 1 ? '1 message' : `${count(messages)} messages`,
    ...(files > 0 ? [files === 1 ? '1 file' : `${count(files)} files`] : []),
  ]
  const left = files_left === 1 ? '. 1 file is not kept' : `. ${count(files_left)} files are not kept`
  const size = `${what.join(', ')}, about ${fileSize(bytes)}${files_left > 0 ? left : ''}`
  if (state === 'kept') return `Complete on this device: ${size}`
  const progress = `${count(done)} of ${count(total)} conversations`
  return state === 'fetching'
    ? `Fetching: ${progress}, ${size}`
    : `Paused while you are offline or your changes are sent: ${progress} so far`
}

/** Whether two views list the same conversations. */
export const isSameView = (one: View, other: View): boolean => keyOf(one) === keyOf(other)

const keyOf = ({ split, filter }: { split: Split; filter: InboxFilter }): string =>
  [split, ...partsOf(filter).map((part) => JSON.stringify(part))].toSorted().join()

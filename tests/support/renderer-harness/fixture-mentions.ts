/** Notes in which colleagues have named the rep. */
import { idOf, TEAM } from './fixture-data.ts'
import type { Mention, MentionsPage } from '#shared/contract/areas/mentions.ts'
import type { LiveQueryInput } from '#shared/contract/ipc.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

const HOUR = 60 * 60_000
const name = (index: number) => `<@${TEAM[index]!.id}|${TEAM[index]!.name}>`
const TEXTS = [
  `${name(0)} can you call her before noon? She has an offer from Harlow Motors that ends today.`,
  `Price is fine by me ${name(0)}, ${name(2)} has the paperwork.`,
  `${name(0)} — passt der Termin am Samstag noch? Die Kundin fragt, ob sie ihren Mann mitbringen kann, und ob wir die Anhängerkupplung bis dahin eingebaut bekommen. Sonst lieber eine Woche später.`,
  `For ${name(0)}`,
]

/** @param rows the conversations, of whose leads the notes are */
export function mentionsPage(
  rows: readonly InboxRow[],
  { only_unread }: LiveQueryInput<'mentions.list'>,
  now: number,
): MentionsPage {
  const mentions = rows.slice(0, 9).map((row, index): Mention => ({
    id: idOf(8, index),
    lead_id: row.lead_id,
    lead_label: row.lead_label,
    conversation_id: row.id,
    note_id: idOf(7, 5),
    text: TEXTS[index % TEXTS.length]!,
    by_id: TEAM[1 + (index % 3)]!.id,
    is_read: index > 2,
    at: now - 0.4 * HOUR - index ** 2.4 * HOUR,
  }))
  return { mentions: mentions.filter(({ is_read }) => !only_unread || !is_read), has_more: !only_unread }
}

import { MINUTE, TEAM, idOf, message, ours } from './fixture-data.ts'
import type { DraftFile, LoadedAttachment, TimelineAttachment } from '#shared/contract/areas/attachments.ts'
import type { TimelineItem } from '#shared/contract/read-models.ts'

/** A thread with files of every kind, one of which lies, and one that is not here. */
export function filesTimeline(index: number, now: number): TimelineItem[] {
  const file = (part: number, change: Partial<TimelineAttachment>): TimelineAttachment => ({
    id: idOf(7, index * 100 + part),
    file_name: null,
    content_type: 'image/png',
    kind: 'image',
    size_bytes: 240_000,
    missing: null,
    upload: null,
    ...change,
  })
  const at = (minutes: number) => now - minutes * MINUTE
  const id = (part: number) => idOf(4, index * 100 + part)
  return [
    message(id(1), at(60), {
      body: 'This is how it looks at the moment.',
      content_type: 'image',
      attachments: [file(1, {})],
    }),
    message(id(2), at(58), { content_type: 'image', attachments: [file(2, {}), file(3, {}), file(4, {})] }),
    message(id(3), at(50), {
      content_type: 'audio',
      attachments: [file(5, { kind: 'audio', content_type: 'audio/wav', size_bytes: 88_000 })],
    }),
    message(id(4), at(41), {
      ...ours,
      sender_id: TEAM[0]!.id,
      status: 'read',
      body: 'Here is the offer, valid until Friday.',
      attachments: [
        file(6, {
          kind: 'file',
          content_type: 'application/pdf',
          file_name: 'Offer 2025-1147 Sportage GT-Line with winter tyres and a very long name.pdf',
          size_bytes: 1_240_000,
        }),
      ],
    }),
    message(id(6), at(35), {
      ...ours,
      sender_id: TEAM[0]!.id,
      status: 'queued',
      save_state: 'local',
      content_type: 'file',
      attachments: [
        file(9, {
          kind: 'file',
          content_type: 'application/pdf',
          file_name: 'Catalogue.pdf',
          upload: { state: 'waiting' },
        }),
      ],
    }),
    message(id(5), at(30), {
      body: 'And the papers',
      content_type: 'file',
      attachments: [
        file(LYING, { file_name: 'licence.png' }),
        file(8, {
          kind: 'file',
          content_type: 'application/pdf',
          size_bytes: 0,
          missing: 'Not fetched from the customer’s app yet',
        }),
      ],
    }),
  ]
}

/** The part of `filesTimeline` whose file is not what it says. */
const LYING = 7

/** Files of a draft. */
export function draftFiles(): DraftFile[] {
  const file = { id: idOf(7, 901), file_name: 'Showroom.png', content_type: 'image/png', size_bytes: 1_240_000 }
  const offer = { id: idOf(7, 902), file_name: 'Offer 2025-1147 Sportage GT-Line.pdf', content_type: 'application/pdf' }
  return [
    { ...file, kind: 'image' },
    { ...offer, kind: 'file', size_bytes: 88_000 },
  ]
}

/** What is known of a file of `filesTimeline` once it is here. */
export function loadedAttachment(id: string): LoadedAttachment {
  const is_lying = id.endsWith(`0${LYING}`)
  const kind = is_lying ? 'file' : id.endsWith('05') ? 'audio' : 'image'
  return { kind, is_lying, can_open: !is_lying, size_bytes: 240_000 }
}

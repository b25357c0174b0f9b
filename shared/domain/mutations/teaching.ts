import { z } from 'zod'
import { HOT_ANSWERS, LESSON_TYPES } from '../vocabulary.ts'
import { jsonArray, jsonObject, name, text, time, uuid, whole, words } from './arguments.ts'
import { define } from './define.ts'
import { creation, edition, transition } from './rows.ts'

const prose = text(10_000).nullable()
const lessonFields = {
  title: name(300),
  description: prose,
  trigger: prose,
  correct_response: prose,
  incorrect_response: prose,
  reasoning: prose,
  example_conversation: z.union([jsonObject, jsonArray]).nullable(),
  tags: words,
  priority: whole(),
}
const { title, ...moreOfLesson } = lessonFields

const OPEN = ['open', 'claimed']

/** Lessons for the AI, what it noticed, and hot leads that somebody has seen to. */
export const TEACHING_MUTATIONS = {
  'lesson.create': creation('lessons', 'lesson_id', {
    needs: { lesson_type: z.enum(LESSON_TYPES), title },
    may: { source_message_id: uuid.nullable(), status: z.enum(['active', 'testing']), ...moreOfLesson },
    parents: { source_message_id: 'messages' },
    blank: (_given, { userId }) => ({
      tags: [],
      priority: 0,
      times_applied: 0,
      source: 'user_taught',
      status: 'active',
      created_by: userId,
    }),
  }),
  'lesson.edit': edition('lessons', 'lesson_id', lessonFields),
  'lesson.approve': transition('lessons', 'lesson_id', {
    columns: ['status'],
    more: {},
    to: () => ({ status: 'active' }),
  }),
  'lesson.archive': transition('lessons', 'lesson_id', {
    columns: ['status'],
    more: {},
    to: () => ({ status: 'archived' }),
  }),

  'insight.review': edition(
    'insights',
    'insight_id',
    { status: z.enum(['viewed', 'approved', 'dismissed']), user_feedback: prose },
    (_insight, { userId, at }) => ({ reviewed_by: userId, reviewed_at: at }),
  ),

  /**
   * What the rep did about a hot lead. Claimed is claimed once: the other is told who. Seeing to it settles the alert;
   * snoozing or passing leaves it open.
   */
  'hot_event.acknowledge': define({
    v: 1,
    args: z.object({
      acknowledgement_id: uuid,
      hot_event_id: uuid,
      action: z.enum(HOT_ANSWERS),
      /** With `snoozed`, and only then. */
      snoozed_until: time.nullable(),
    }),
    whenParked: 'drop',
    apply(rows, { acknowledgement_id, ...given }, { userId, at }) {
      const event = rows.get('hot_events', given.hot_event_id)
      if (!event || rows.get('hot_acknowledgements', acknowledgement_id)) return
      rows.put('hot_acknowledgements', {
        id: acknowledgement_id,
        lead_id: event.lead_id,
        user_id: userId,
        ...given,
        created_at: at,
      })
      if (given.action === 'claimed') {
        if (event.status !== 'open') return
        rows.put('hot_events', { ...event, status: 'claimed', claimed_by: userId, claimed_at: at, updated_at: at })
      } else if (given.action !== 'snoozed' && given.action !== 'passed' && OPEN.includes(event.status)) {
        rows.put('hot_events', { ...event, status: 'resolved', resolved_at: at, updated_at: at })
      }
    },
  }),
} as const

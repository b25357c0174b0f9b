import { z } from 'zod'
import { ACTIVITY_STATUSES, PRIORITIES } from '../vocabulary.ts'
import { text, time, uuid, whole } from './arguments.ts'
import { creation, deletion, edition, transition } from './rows.ts'

const activityFields = {
  subject: text(300).nullable(),
  description: text(10_000).nullable(),
  status: z.enum(ACTIVITY_STATUSES),
  priority: z.enum(PRIORITIES),
  due_at: time.nullable(),
  completed_at: time.nullable(),
  duration_minutes: whole(0).nullable(),
  assigned_to: uuid.nullable(),
}
const bookingFields = {
  starts_at: time,
  ends_at: time.nullable(),
  title: text(300).nullable(),
  status: z.enum(['pending', 'confirmed']),
  assigned_to: uuid.nullable(),
}
const { starts_at, ...moreOfBooking } = bookingFields

/** What reps do about a lead beside deals: activities (calls, tasks, …) and bookings. */
export const WORK_MUTATIONS = {
  /** Visits and what the AI did are written by the server only. */
  'activity.create': creation('activities', 'activity_id', {
    needs: { lead_id: uuid, type: z.enum(['call', 'email', 'meeting', 'task', 'note']) },
    may: { deal_id: uuid.nullable(), ...activityFields },
    parents: { lead_id: 'leads', deal_id: 'deals' },
    blank: (_given, { userId }) => ({ status: 'planned', priority: 'normal', metadata: {}, created_by: userId }),
  }),
  'activity.edit': edition('activities', 'activity_id', activityFields),
  /** Done. Two people who did the same thing have done it. */
  'activity.complete': transition('activities', 'activity_id', {
    columns: ['status', 'completed_at'],
    more: { completed_at: time },
    to: ({ completed_at }) => ({ status: 'completed', completed_at }),
  }),
  'activity.delete': deletion('activities', 'activity_id'),

  'booking.create': creation('bookings', 'booking_id', {
    needs: { lead_id: uuid, starts_at },
    may: moreOfBooking,
    parents: { lead_id: 'leads' },
    blank: (_given, { userId }) => ({ status: 'pending', created_by: userId }),
  }),
  'booking.edit': edition('bookings', 'booking_id', bookingFields, ({ status, cancelled_at }) => ({
    cancelled_at: status === 'cancelled' ? cancelled_at : null,
  })),
  'booking.cancel': transition('bookings', 'booking_id', {
    columns: ['status'],
    more: {},
    to: (_args, { at }) => ({ status: 'cancelled', cancelled_at: at }),
  }),
} as const

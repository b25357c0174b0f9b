import { z } from 'zod'
import { currency, jsonArray, jsonObject, money, name, text, uuid } from '../domain/mutations/arguments.ts'
import { ORDER_STATUSES, ROLES } from '../domain/vocabulary.ts'
import { document, done, edge, rpc } from './service.ts'

const moment = z.iso.datetime({ offset: true })
const sent = z.object({ id: z.uuid(), expires_at: z.string().nullable() })
const days = z.int().min(1).max(365).optional()

/** Orders, and invitations of colleagues and customers; the link goes out by e-mail and is never told here. */
export const CRM_SERVICES = {
  /** The order of a number, as it is from now on; what is not named stays. */
  'order.save': document('save_order', 'p_order', {
    permission: 'writer',
    input: {
      order_number: name(100),
      lead_id: uuid.optional(),
      deal_id: uuid.nullable().optional(),
      ecommerce_order_id: text(300).nullable().optional(),
      subtotal_minor: money.optional(),
      tax_minor: money.optional(),
      shipping_minor: money.optional(),
      discount_minor: money.optional(),
      total_minor: money.optional(),
      currency: currency.optional(),
      status: z.enum(ORDER_STATUSES).optional(),
      items: jsonArray.optional(),
      shipping_address: jsonObject.nullable().optional(),
      billing_address: jsonObject.nullable().optional(),
      tracking_number: text(300).nullable().optional(),
      ordered_at: moment.optional(),
      shipped_at: moment.nullable().optional(),
      delivered_at: moment.nullable().optional(),
    },
    output: z.uuid(),
  }),
  'invitation.send_to_colleague': edge(
    'invitations/send',
    {
      permission: 'user_manager',
      input: { email: z.email().max(320), role: z.enum(ROLES), message: text(2000).optional(), valid_days: days },
      output: sent,
    },
    { kind: 'user' },
  ),
  'invitation.send_to_colleague_again': edge(
    'invitations/send',
    { permission: 'user_manager', input: { id: uuid, valid_days: days }, output: sent },
    { kind: 'user' },
  ),
  'invitation.revoke_of_colleague': rpc('revoke_user_invitation', {
    permission: 'user_manager',
    input: { invitation_id: uuid },
    output: done,
  }),
  'invitation.send_to_customer': edge(
    'invitations/send',
    {
      permission: 'writer',
      input: {
        lead_id: uuid,
        email: z.email().max(320).optional(),
        message: text(2000).optional(),
        valid_days: days,
      },
      output: sent,
    },
    { kind: 'client' },
  ),
  'invitation.send_to_customer_again': edge(
    'invitations/send',
    { permission: 'writer', input: { id: uuid, valid_days: days }, output: sent },
    { kind: 'client' },
  ),
  'invitation.revoke_of_customer': rpc('revoke_client_invitation', {
    permission: 'writer',
    input: { invitation_id: uuid },
    output: done,
  }),
} as const

import { z } from 'zod'
import { NOTIFICATION_EVENTS, NOTIFICATION_SPLITS, SAVED_VIEW_KINDS, TEMPLATE_TYPES } from '../vocabulary.ts'
import {
  body,
  color,
  currency,
  jsonArray,
  jsonObject,
  money,
  name,
  text,
  time,
  uuid,
  whole,
  words,
} from './arguments.ts'
import { define } from './define.ts'
import { creation, deletion, edition, transition } from './rows.ts'

const templateFields = {
  name: name(200),
  description: text(1000).nullable(),
  type: z.enum(TEMPLATE_TYPES),
  category: text(100).nullable(),
  tag: name(100).nullable(),
  shortcut: z
    .string()
    .regex(/^[^\s/]{1,40}$/, 'A shortcut is a word of at most 40 characters')
    .pipe(text(40))
    .nullable(),
  subject: text(300).nullable(),
  content: body.min(1, 'A template needs text'),
  variables: words,
  tags: words,
  is_active: z.boolean(),
}
const { name: templateName, content, ...moreOfTemplate } = templateFields
const tagFields = { color, category: text(100).nullable() }
const productFields = {
  name: name(300),
  description: text(10_000).nullable(),
  sku: name(100).nullable(),
  category: text(100).nullable(),
  price_minor: money,
  cost_minor: money.nullable(),
  currency,
  custom_fields: jsonObject,
}
const { name: productName, ...moreOfProduct } = productFields
const viewFields = {
  name: name(200),
  filters: jsonObject,
  sort: jsonArray,
  columns: jsonArray,
  is_shared: z.boolean(),
  position: whole(),
}
const { name: viewName, ...moreOfView } = viewFields

/** What the organisation shares: templates, tags, products. */
export const MATERIAL_MUTATIONS = {
  'template.create': creation('message_templates', 'template_id', {
    needs: { name: templateName, content },
    may: moreOfTemplate,
    blank: (_given, { userId }) => ({
      type: 'any',
      variables: [],
      tags: [],
      is_active: true,
      usage_count: 0,
      created_by: userId,
    }),
  }),
  'template.edit': edition('message_templates', 'template_id', templateFields),
  'template.delete': deletion('message_templates', 'template_id'),

  /** Leads carry tags by name: the name of a tag stays. */
  'tag.create': creation('tags', 'tag_id', {
    needs: { name: name(100) },
    may: tagFields,
    blank: () => ({ color: '#64748b' }),
  }),
  'tag.edit': edition('tags', 'tag_id', tagFields),
  'tag.delete': deletion('tags', 'tag_id'),

  'product.create': creation('products', 'product_id', {
    needs: { name: productName },
    may: moreOfProduct,
    blank: () => ({ price_minor: '0', currency: 'EUR', is_active: true, custom_fields: {} }),
  }),
  'product.edit': edition('products', 'product_id', { ...productFields, is_active: z.boolean() }),
  /** No longer offered; deals and orders keep what they say of it. */
  'product.archive': transition('products', 'product_id', {
    columns: ['is_active'],
    more: {},
    to: () => ({ is_active: false }),
  }),
} as const

/** What is one person's own: views, notifications, followed leads, mentions. */
export const PERSONAL_MUTATIONS = {
  'saved_view.create': creation('saved_views', 'saved_view_id', {
    needs: { name: viewName, kind: z.enum(SAVED_VIEW_KINDS) },
    may: moreOfView,
    blank: (_given, { userId }) => ({
      owner_id: userId,
      filters: {},
      sort: [],
      columns: [],
      is_shared: false,
      position: 0,
    }),
  }),
  'saved_view.edit': edition('saved_views', 'saved_view_id', viewFields),
  'saved_view.delete': deletion('saved_views', 'saved_view_id'),

  /** How the rep is told of an event. `preference_id`: the row there is for this event and split, else a new id. */
  'preference.set': define({
    v: 1,
    args: z.object({
      preference_id: uuid,
      event: z.enum(NOTIFICATION_EVENTS),
      split: z.enum(NOTIFICATION_SPLITS).nullable(),
      desktop: z.boolean(),
      sound: z.boolean(),
      email: z.boolean(),
    }),
    whenParked: 'drop',
    apply(rows, { preference_id, ...given }, { userId, at }) {
      const created_at = rows.get('notification_preferences', preference_id)?.created_at ?? at
      rows.put('notification_preferences', { id: preference_id, user_id: userId, ...given, created_at, updated_at: at })
    },
  }),

  'follower.add': creation('followers', 'follower_id', {
    needs: { lead_id: uuid },
    may: {},
    parents: { lead_id: 'leads' },
    blank: (_given, { userId }) => ({ user_id: userId }),
  }),
  'follower.remove': deletion('followers', 'follower_id'),

  'mention.read': edition('mentions', 'mention_id', { read_at: time.nullable() }),
} as const

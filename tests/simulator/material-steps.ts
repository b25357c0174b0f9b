/** What a rep does besides answering: leads that are one made one, and what the team or the rep keeps for later use. */
import type { NewMutation } from '#main/db/calls.ts'
import type { Connection } from '#main/db/connection.ts'
import type { Step } from './history.ts'
import { idOf } from './random.ts'
import type { Playing } from './random.ts'

type Place = Pick<Step, 'n' | 'pick' | 'variant'>

const idsOf = (db: Connection, table: string) =>
  db.prepare<[], string>(`select id from ${table} order by id`).pluck().all()

/** Any two leads, so that now and then one is merged into itself, or what was merged before is merged again. */
export function merge(db: Connection, { n, pick, variant }: Place, playing: Playing): NewMutation | null {
  const leads = idsOf(db, 'leads')
  const [survivor_id, absorbed_id] = [leads[pick % leads.length], leads[variant % leads.length]]
  if (survivor_id === undefined || absorbed_id === undefined) return null
  const fields = variant % 3 === 0 ? (['first_name', 'phone'] as const) : []
  return { name: 'lead.merge', args: { merge_id: idOf(playing, n, 0), survivor_id, absorbed_id, fields: [...fields] } }
}

export function unmerge(db: Connection, { pick }: Place): NewMutation | null {
  const merges = idsOf(db, 'lead_merges')
  const merge_id = merges[pick % merges.length]
  return merge_id === undefined ? null : { name: 'lead.unmerge', args: { merge_id } }
}

/** Tables of single rows, and how one is made, changed and removed; names are few, so that some are taken already. */
const MATERIAL: {
  table: string
  make: (id: string, n: number) => NewMutation
  edit: (id: string, n: number) => NewMutation
  remove: (id: string) => NewMutation
}[] = [
  {
    table: 'message_templates',
    make: (template_id, n) => ({
      name: 'template.create',
      args: { template_id, name: `template ${n % 5}`, content: 'one\ntwo', type: 'sms' },
    }),
    edit: (template_id, n) => ({ name: 'template.edit', args: { template_id, set: { content: `one ${n}\ntwo` } } }),
    remove: (template_id) => ({ name: 'template.delete', args: { template_id } }),
  },
  {
    table: 'tags',
    make: (tag_id, n) => ({ name: 'tag.create', args: { tag_id, name: `tag ${n % 5}` } }),
    edit: (tag_id, n) => ({ name: 'tag.edit', args: { tag_id, set: { category: `category ${n}` } } }),
    remove: (tag_id) => ({ name: 'tag.delete', args: { tag_id } }),
  },
  {
    table: 'saved_views',
    make: (saved_view_id, n) => ({
      name: 'saved_view.create',
      args: { saved_view_id, name: `view ${n % 5}`, kind: 'leads', is_shared: n % 2 === 0 },
    }),
    edit: (saved_view_id, n) => ({
      name: 'saved_view.edit',
      args: { saved_view_id, set: { name: `view ${n}`, is_shared: n % 3 === 0 } },
    }),
    remove: (saved_view_id) => ({ name: 'saved_view.delete', args: { saved_view_id } }),
  },
  {
    table: 'products',
    make: (product_id, n) => ({
      name: 'product.create',
      args: { product_id, name: `product ${n}`, sku: `sku ${n % 5}` },
    }),
    edit: (product_id, n) => ({ name: 'product.edit', args: { product_id, set: { name: `product ${n}` } } }),
    remove: (product_id) => ({ name: 'product.archive', args: { product_id } }),
  },
]

export function material(
  db: Connection,
  how: 'make' | 'edit' | 'remove',
  { n, pick, variant }: Place,
  playing: Playing,
): NewMutation | null {
  const { table, ...steps } = MATERIAL[variant % MATERIAL.length]!
  if (how === 'make') return steps.make(idOf(playing, n, 0), n)
  const ids = idsOf(db, table)
  const id = ids[pick % ids.length]
  return id === undefined ? null : steps[how](id, n)
}

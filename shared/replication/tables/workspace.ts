import { id, opt, req, updatedAt } from './column.ts'
import type { TableSpec } from './column.ts'

/** What an organisation consists of: people, brands, channels, pipelines, tags. */
export const WORKSPACE = {
  organizations: {
    id,
    name: req('text', 'derived'),
    slug: req('text', 'derived'),
    default_country: req('text', 'derived'),
    timezone: req('text', 'derived'),
    settings: req('json', 'derived'),
    updated_at: updatedAt,
  },
  profiles: {
    id,
    email: req('text', 'derived'),
    full_name: opt('text', 'derived'),
    avatar_url: opt('text', 'derived'),
    role: req('text', 'derived'),
    status: req('text', 'derived'),
    updated_at: updatedAt,
  },
  brands: {
    id,
    key: req('text', 'derived'),
    name: req('text', 'derived'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  channels: {
    id,
    brand_id: req('uuid', 'derived'),
    name: req('text', 'derived'),
    platform: req('text', 'derived'),
    is_active: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  pipelines: {
    id,
    name: req('text', 'last_writer'),
    kind: req('text', 'fixed'),
    position: req('int', 'last_writer'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  pipeline_stages: {
    id,
    pipeline_id: req('uuid', 'fixed'),
    name: req('text', 'last_writer'),
    position: req('int', 'guarded'),
    color: req('text', 'last_writer'),
    kind: req('text', 'fixed'),
    probability: req('int', 'last_writer'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
    rotting_days: req('int', 'last_writer'),
  },
  tags: {
    id,
    name: req('text', 'fixed'),
    color: req('text', 'last_writer'),
    category: opt('text', 'last_writer'),
    updated_at: updatedAt,
  },
} as const satisfies Record<string, TableSpec>

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
    name: req('text', 'derived'),
    kind: req('text', 'derived'),
    position: req('int', 'derived'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  pipeline_stages: {
    id,
    pipeline_id: req('uuid', 'fixed'),
    name: req('text', 'derived'),
    position: req('int', 'derived'),
    color: req('text', 'derived'),
    kind: req('text', 'derived'),
    probability: req('int', 'derived'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  tags: {
    id,
    name: req('text', 'derived'),
    color: req('text', 'derived'),
    category: opt('text', 'derived'),
    updated_at: updatedAt,
  },
} as const satisfies Record<string, TableSpec>

import { z } from 'zod'

/** What an import has to remember to be gone on with after the application has ended. */
const keptSchema = z.object({
  path: z.string(),
  file_name: z.string(),
  sha256: z.string(),
  known: z.object({
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    sheet: z.string().optional(),
  }),
  total: z.int(),
  /** As `import_start` takes it. */
  request: z.looseObject({ id: z.string(), mapping: z.record(z.string(), z.string()), dry_run: z.boolean() }),
})
export type KeptImport = z.output<typeof keptSchema>

/** What was kept, read back; null for nothing, or for what another version wrote. */
export function readKeptImport(kept: string | null): KeptImport | null {
  if (kept === null) return null
  return keptSchema.safeParse(JSON.parse(kept)).data ?? null
}

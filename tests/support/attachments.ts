import { createClient } from '@supabase/supabase-js'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'

interface NewFile {
  name: string
  type: string
  content: Buffer | string
}

/** Stores files and attaches them to a message, as the intake does. Returns their ids. */
export async function attach(
  backend: Pick<LocalSupabase, 'url' | 'serviceRoleKey' | 'sql'>,
  messageId: string,
  files: readonly NewFile[],
): Promise<string[]> {
  const service = createClient(backend.url, backend.serviceRoleKey, { auth: { persistSession: false } })
  const [message] = await backend.sql<{ organization_id: string }[]>`
    select organization_id from messages where id = ${messageId}`
  const ids: string[] = []
  for (const { name, type, content } of files) {
    const path = `${message!.organization_id}/in/${messageId}/${ids.length}`
    const { error } = await service.storage.from('attachments').upload(path, content, { contentType: type })
    if (error) throw error
    const [row] = await backend.sql<{ id: string }[]>`
      insert into attachments (message_id, path, file_name, content_type, size_bytes)
      values (${messageId}, ${path}, ${name}, ${type}, ${content.length}) returning id`
    ids.push(row!.id)
  }
  return ids
}

/** The product's client as a run uses it: the real modules, or copies of them with a fault planted. */
import type * as Writer from '#main/db/writer.ts'
import type * as Pull from '#main/sync/pull.ts'
import type * as Push from '#main/sync/push.ts'
import type * as Remote from '#main/sync/remote.ts'
import type * as SupabaseRemote from '#main/sync/remote-supabase.ts'

export interface ClientKit {
  openWriter: typeof Writer.openWriter
  pullRound: typeof Pull.pullRound
  createPusher: typeof Push.createPusher
  RemoteError: typeof Remote.RemoteError
  createSupabaseRemote: typeof SupabaseRemote.createSupabaseRemote
}

/** Marks the address of a module that is loaded with a planted fault, and of all of the client's that it imports. */
export const PLANTED = 'planted'

/** @param fault name of the fault that planting.ts is to make in the modules; none when absent */
export async function loadClient(fault?: string): Promise<ClientKit> {
  const load = async <T>(file: string): Promise<T> => {
    const url = new URL(`../../main/${file}`, import.meta.url)
    if (fault !== undefined) url.searchParams.set(PLANTED, fault)
    return (await import(url.href)) as T
  }
  const [{ openWriter }, { pullRound }, { createPusher }, { RemoteError }, { createSupabaseRemote }] =
    await Promise.all([
      load<typeof Writer>('db/writer.ts'),
      load<typeof Pull>('sync/pull.ts'),
      load<typeof Push>('sync/push.ts'),
      load<typeof Remote>('sync/remote.ts'),
      load<typeof SupabaseRemote>('sync/remote-supabase.ts'),
    ])
  return { openWriter, pullRound, createPusher, RemoteError, createSupabaseRemote }
}

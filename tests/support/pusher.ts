import { randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import { MUTATIONS } from '#shared/domain/mutations.ts'
import type { MutationName } from '#shared/domain/mutations.ts'
import { outcomeSchema, pushAnswerSchema } from '#shared/replication/protocol.ts'
import type { Outcome, PushMutation } from '#shared/replication/protocol.ts'

/** A desktop's outbox without a desktop: numbers mutations and pushes them. */
export class Pusher {
  readonly clientId: string
  readonly #client: SupabaseClient
  #seq = 0

  constructor(client: SupabaseClient, clientId: string = randomUUID()) {
    this.#client = client
    this.clientId = clientId
  }

  /** The next mutation, of the present version unless told, with arguments as given, well-formed or not. */
  next(name: MutationName, args: unknown, v: number = MUTATIONS[name].v): PushMutation {
    const seq = ++this.#seq
    return { seq, id: randomUUID(), name, v, args, hash: `hash of ${seq}` }
  }

  /** @throws the REST error when the push fails as a whole. */
  async push(...mutations: PushMutation[]): Promise<Outcome[]> {
    const { data, error } = await this.#client.rpc('sync_push', { p_client: this.clientId, p_mutations: mutations })
    if (error) throw error
    return pushAnswerSchema.parse(data).outcomes
  }

  async send(name: MutationName, args: unknown): Promise<Outcome> {
    const [outcome] = await this.push(this.next(name, args))
    return outcomeSchema.parse(outcome)
  }
}

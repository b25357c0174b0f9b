import type { PushMutation } from '#shared/replication/protocol.ts'

/** Every mutation that ever reached the server. */
export class Pushes {
  readonly #mutations = new Map<string, PushMutation>()
  readonly clients = new Set<string>()

  add(clientId: string, mutations: PushMutation[]): void {
    this.clients.add(clientId)
    for (const mutation of mutations) this.#mutations.set(mutation.id, mutation)
  }

  get(mutationId: string): PushMutation | undefined {
    return this.#mutations.get(mutationId)
  }
}

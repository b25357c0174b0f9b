import type { z } from 'zod'
import type { ServiceCommandOutputs } from '#shared/contract/areas/services.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import { mayUse } from '#shared/services/service.ts'
import type { Service } from '#shared/services/service.ts'
import { SERVICES } from '#shared/services/services.ts'
import type { ServiceName } from '#shared/services/services.ts'
import type { AskServer } from '../../sync/server-services.ts'

type Handlers = {
  [N in ServiceName]: (input: z.output<(typeof SERVICES)[N]['input']>) => Promise<ServiceCommandOutputs[N]>
}

/** What services need of the signed-in rep's workspace. */
export interface ServiceContext {
  /** @throws `unauthenticated` while nobody is signed in */
  workspace: () => { identity: { user: { role: Role } }; askServer: AskServer }
}

/** What the commands of services do: all the same, since each service says itself what it takes, answers and needs. */
export function serviceHandlers({ workspace }: ServiceContext): Handlers {
  async function use({ target, permission, send, output }: Service, input: Record<string, unknown>): Promise<unknown> {
    const { identity, askServer } = workspace()
    if (mayUse(permission, identity.user.role) === 'no') {
      throw new ExpectedError('forbidden', 'Your role does not allow this. Ask an administrator of your workspace.')
    }
    const answer = output.safeParse(await askServer(target, send(input)))
    if (!answer.success) {
      throw new ExpectedError(
        'incompatible',
        'The workspace answered what this version of Leadline does not understand.',
      )
    }
    return answer.data
  }
  const handlers = Object.entries<Service>(SERVICES).map(([name, service]) => [
    name,
    (input: Record<string, unknown>) => use(service, input),
  ])
  return Object.fromEntries(handlers) as Handlers
}

/** The contract of what the server does on request: a command for each service, which takes and answers what it does. */
import { SERVICES, type ServiceName, type ServiceOutput } from '../../services/services.ts'

type ServiceCommands = { readonly [N in ServiceName]: (typeof SERVICES)[N]['input'] }
export type ServiceCommandOutputs = { [N in ServiceName]: ServiceOutput<N> }

/** Online only: without a connection each answers `offline`. */
export const SERVICE_COMMANDS = Object.fromEntries(
  Object.entries(SERVICES).map(([name, { input }]) => [name, input]),
) as ServiceCommands

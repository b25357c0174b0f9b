import { serviceFunction } from '../_shared/service-function.ts'
import { runEvents } from './run.ts'

/** Delivers the integration events that are due, and answers with how many ended how. */
export const handle = serviceFunction(runEvents)

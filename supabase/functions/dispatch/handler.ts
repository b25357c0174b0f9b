import { serviceFunction } from '../_shared/service-function.ts'
import { runDispatch } from './run.ts'

/** Sends what is due, and answers with how many messages ended how. */
export const handle = serviceFunction(runDispatch)

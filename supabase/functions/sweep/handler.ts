import { serviceFunction } from '../_shared/service-function.ts'
import { runSweep } from './run.ts'

/** Deletes files that no attachment speaks of, and answers with how many. */
export const handle = serviceFunction(runSweep)

import { serviceFunction } from '../_shared/service-function.ts'
import { fetchMedia } from './fetch-media.ts'
import { runDispatch } from './run.ts'

/** Sends what is due, fetches what vendors keep, and answers with how many messages ended how. */
export const handle = serviceFunction(async (context) => {
  const [tally] = await Promise.all([runDispatch(context), fetchMedia(context)])
  return tally
})

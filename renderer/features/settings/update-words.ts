import { fullTime } from '../../format/time.ts'
import type { UpdateProgress } from '#shared/contract/areas/update.ts'

/** How far an update is, in a sentence. */
export function updateWords(progress: UpdateProgress): string {
  switch (progress.phase) {
    case 'unavailable':
      return 'This build does not update itself.'
    case 'checking':
      return 'Looking for an update…'
    case 'current':
      return progress.checked_at === null
        ? 'Leadline looks for updates by itself.'
        : `This is the newest version, as of ${fullTime(progress.checked_at)}.`
    case 'downloading':
      return `Fetching ${progress.version}: ${progress.percent} %`
    case 'ready':
      return `${progress.version} is ready. It is installed when Leadline restarts.`
    default:
      return progress.message
  }
}

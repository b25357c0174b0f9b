import type { MessageFate } from '#shared/contract/areas/composer.ts'

/**
 * What became of the wish to have a reply back. `open`: the server has not said yet · `back`: it will not leave · `left`:
 * it was too late.
 * @param fate undefined until it is known; null when the message is nowhere any more
 */
export function outcomeOf(fate: MessageFate | null | undefined): 'open' | 'back' | 'left' {
  if (fate === undefined) return 'open'
  if (fate === null) return 'back'
  if (fate.too_late !== null) return 'left'
  if (fate.save_state === 'local' || fate.save_state === 'syncing') return 'open'
  return fate.status === 'cancelled' ? 'back' : 'left'
}

/**
 * IPC channel names; the only ones that exist. In a file of its own because the preload script bundles it, and must not
 * carry the schemas of the contract along.
 */
export const CHANNELS = {
  command: 'desk:command',
  liveOpen: 'desk:live.open',
  liveClose: 'desk:live.close',
  liveUpdate: 'desk:live.update',
  event: 'desk:event',
} as const

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchApp } from '#tests/support/electron-host.ts'
import { chooseLocalDemo, connectProject, countConversations, rows, signIn } from '#tests/support/app-driver.ts'
import type { BackendInfo } from './backend-process.ts'

export interface BootReport {
  ready: true
  host: 'electron' | 'stand-in'
  /** From the start of the command to the painted inbox, milliseconds. */
  boot_ms: number
  /** Open conversations that the rep sees. */
  conversations: number
}

/**
 * Boots the app on a backend as a new user would: first-run screen, demo account, first sync, inbox.
 * @param startedAt `performance.now()` at the start of the command
 * @param packed folder of a packed app, which knows no local demo: it is given the backend's address
 */
export async function checkBoot(backend: BackendInfo, startedAt: number, packed?: string): Promise<BootReport> {
  const userData = await mkdtemp(join(tmpdir(), 'leadline-check-'))
  try {
    const { app, window, host } = await launchApp({
      userData,
      env: { LEADLINE_LOCAL_BACKEND: JSON.stringify(backend) },
      ...(packed && { app: packed }),
    })
    try {
      const owner = backend.users.find((user) => user.role === 'owner')
      if (!owner) throw new Error('The demo has no owner to sign in as.')
      await (packed ? connectProject(window, backend) : chooseLocalDemo(window))
      await signIn(window, owner)
      await rows(window).first().waitFor({ timeout: 60_000 })
      const boot_ms = Math.round(performance.now() - startedAt)
      return { ready: true, host, boot_ms, conversations: await countConversations(window) }
    } finally {
      await app.close()
    }
  } finally {
    await rm(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

import { app, dialog, type BrowserWindow } from 'electron'
import type { Log } from '../support/log.ts'
import { CrashCount } from './crash-count.ts'

const [RELOAD, QUIT] = [0, 1]

/**
 * A window whose page ends is loaded anew: what was on it and every draft are in the cache. One that ends again and again
 * asks the rep, who may have to close something else first, instead of trying for ever.
 */
export function reviveAfterCrash(window: BrowserWindow, log: Log): void {
  const count = new CrashCount()
  const ask = async () => {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      title: 'Leadline',
      message: 'This window of Leadline keeps ending',
      detail: 'Everything you wrote is kept on this computer. Reload the window, or quit and start Leadline again.',
      buttons: ['Reload', 'Quit'],
      defaultId: RELOAD,
      cancelId: QUIT,
      noLink: true,
    })
    if (response === QUIT) app.quit()
    else if (!window.isDestroyed()) window.webContents.reload()
  }
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    log.error('page.gone', { reason })
    if (count.mayReload(Date.now())) window.webContents.reload()
    else void ask()
  })
}

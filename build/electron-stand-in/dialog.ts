import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

/** A dialog's arguments: with a parent window first, or without. */
type DialogArguments<Options> = [window: Electron.BaseWindow, options: Options] | [options: Options]

/**
 * `dialog`: nobody is there to answer, so every dialog is recorded and cancelled. A test that wants another answer
 * replaces the function, as it would in Electron.
 */
export class StandInDialog extends strictObject('dialog') implements Matching<StandInDialog, Electron.Dialog> {
  readonly #desktop: Desktop

  constructor(desktop: Desktop) {
    super()
    this.#desktop = desktop
  }

  async showOpenDialog(...args: DialogArguments<Electron.OpenDialogOptions>): Promise<Electron.OpenDialogReturnValue> {
    this.#desktop.record('dialog.showOpenDialog', args.at(-1))
    return { canceled: true, filePaths: [] }
  }

  async showSaveDialog(...args: DialogArguments<Electron.SaveDialogOptions>): Promise<Electron.SaveDialogReturnValue> {
    this.#desktop.record('dialog.showSaveDialog', args.at(-1))
    return { canceled: true, filePath: '' }
  }

  async showMessageBox(...args: DialogArguments<Electron.MessageBoxOptions>): Promise<Electron.MessageBoxReturnValue> {
    const options = lastOf(args)
    this.#desktop.record('dialog.showMessageBox', options)
    return { response: options.cancelId ?? 0, checkboxChecked: false }
  }

  showMessageBoxSync(...args: DialogArguments<Electron.MessageBoxSyncOptions>): number {
    const options = lastOf(args)
    this.#desktop.record('dialog.showMessageBoxSync', options)
    return options.cancelId ?? 0
  }

  showErrorBox(title: string, content: string): void {
    this.#desktop.record('dialog.showErrorBox', title, content)
    console.error(`[error box] ${title}\n${content}`)
  }
}

function lastOf<Options>(args: DialogArguments<Options>): Options {
  return args.length === 1 ? args[0] : args[1]
}

import { asElectron, type Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

type Payloads = ConstructorParameters<typeof Electron.ClipboardItem>[0]

/** One entry of the clipboard: the same content in one or more MIME types. */
export class StandInClipboardItem {
  readonly #payloads: Payloads
  readonly types: string[]

  constructor(payloads: Payloads) {
    this.#payloads = payloads
    this.types = Object.keys(payloads)
  }

  async getType(type: string): Promise<Blob | Electron.ClipboardBookmark> {
    const payload = await this.#payloads[type]
    if (payload === undefined) throw new Error(`The type "${type}" was not found`)
    return typeof payload === 'string' ? new Blob([payload], { type }) : payload
  }
}

/** A clipboard of this process alone; `selection` is the one that X11 fills by selecting text. */
export class StandInClipboard
  extends strictObject('clipboard')
  implements Matching<StandInClipboard, Electron.Clipboard>
{
  #items: Electron.ClipboardItem[] = []
  readonly #selection: StandInClipboard | undefined

  constructor(selection?: StandInClipboard) {
    super()
    this.#selection = selection
  }

  get selection(): Electron.Clipboard {
    return asElectron(this.#selection ?? this)
  }

  clear(): void {
    this.#items = []
  }

  async has(mimeType: string): Promise<boolean> {
    return this.#items.some((item) => item.types.includes(mimeType))
  }

  async read(): Promise<Electron.ClipboardItem[]> {
    return this.#items
  }

  async write(items: Electron.ClipboardItem[]): Promise<void> {
    this.#items = items
  }

  async readText(): Promise<string> {
    const item = this.#items.find(({ types }) => types.includes('text/plain'))
    const content = await item?.getType('text/plain')
    return content instanceof Blob ? content.text() : ''
  }

  async writeText(text: string): Promise<void> {
    this.#items = [asElectron(new StandInClipboardItem({ 'text/plain': text }))]
  }
}

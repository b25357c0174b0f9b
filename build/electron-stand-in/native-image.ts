import { existsSync, readFileSync } from 'node:fs'
import { asElectron, type Matching } from './electron-types.ts'
import { encodePng, pngSize } from './png.ts'
import { strictObject } from './strict.ts'

/** A picture as an encoded file. It is carried around, not drawn: resizing changes only the size it reports. */
export class StandInNativeImage
  extends strictObject('nativeImage')
  implements Matching<StandInNativeImage, Electron.NativeImage>
{
  readonly #file: Buffer
  readonly #size: Electron.Size
  isMacTemplateImage = false
  /** The file that it was read from, for tests; empty for a picture that was made. */
  readonly path: string

  constructor(file: Buffer, size = pngSize(file) ?? { width: 0, height: 0 }, path = '') {
    super()
    this.path = path
    this.#file = file
    this.#size = size
  }

  isEmpty(): boolean {
    return this.#file.length === 0
  }

  getSize(): Electron.Size {
    return { ...this.#size }
  }

  getAspectRatio(): number {
    return this.#size.height === 0 ? 1 : this.#size.width / this.#size.height
  }

  toPNG(): Buffer {
    return this.#file
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#file.toString('base64')}`
  }

  resize(options: Electron.ResizeOptions): Electron.NativeImage {
    const { width, height } = options
    const ratio = this.getAspectRatio()
    const size = { width: width ?? (height ?? 0) * ratio, height: height ?? (width ?? 0) / ratio }
    return asElectron(new StandInNativeImage(this.#file, size))
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isMacTemplateImage = isTemplate
  }

  isTemplateImage(): boolean {
    return this.isMacTemplateImage
  }

  /** Pictures for other pixel densities make no difference here. */
  addRepresentation(): void {}
}

type ImageModule = Pick<
  typeof Electron.NativeImage,
  'createEmpty' | 'createFromBuffer' | 'createFromBitmap' | 'createFromDataURL' | 'createFromPath'
>

/** `nativeImage`: makes pictures. */
export class StandInNativeImageModule extends strictObject('nativeImage') implements ImageModule {
  createEmpty(): Electron.NativeImage {
    return asElectron(new StandInNativeImage(Buffer.alloc(0)))
  }

  createFromBuffer(buffer: Buffer): Electron.NativeImage {
    return asElectron(new StandInNativeImage(buffer))
  }

  createFromBitmap(buffer: Buffer, { width, height }: Electron.CreateFromBitmapOptions): Electron.NativeImage {
    if (buffer.length !== width * height * 4) throw new Error('invalid buffer size')
    return asElectron(new StandInNativeImage(encodePng(buffer, width, height)))
  }

  createFromDataURL(url: string): Electron.NativeImage {
    return this.createFromBuffer(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
  }

  createFromPath(path: string): Electron.NativeImage {
    return existsSync(path)
      ? asElectron(new StandInNativeImage(readFileSync(path), undefined, path))
      : this.createEmpty()
  }
}

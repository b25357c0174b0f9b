import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { StandInNativeImageModule } from './native-image.ts'

const nativeImage = new StandInNativeImageModule()

describe('a picture', () => {
  it('is written as a PNG with its pixels in order', () => {
    const blue = [255, 0, 0, 255]
    const red = [0, 0, 255, 128]
    const png = nativeImage.createFromBitmap(Buffer.from([...blue, ...red]), { width: 2, height: 1 }).toPNG()
    const data = png.indexOf('IDAT')
    const pixels = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)))
    expect([...pixels]).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 128])
  })

  it('knows its size, and keeps its proportions when it is resized', () => {
    const image = nativeImage.createFromBitmap(Buffer.alloc(4 * 2 * 4), { width: 4, height: 2 })
    expect(image.getSize()).toEqual({ width: 4, height: 2 })
    expect(image.resize({ width: 16 }).getSize()).toEqual({ width: 16, height: 8 })
    expect(nativeImage.createFromDataURL(image.toDataURL()).toPNG()).toEqual(image.toPNG())
  })

  it('refuses a bitmap of another size, and is empty without a file', () => {
    expect(() => nativeImage.createFromBitmap(Buffer.alloc(3), { width: 1, height: 1 })).toThrow('invalid buffer size')
    expect(nativeImage.createFromPath('/nowhere.png').isEmpty()).toBe(true)
  })
})

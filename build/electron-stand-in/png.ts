import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const RGBA_COLOUR = 6

/** Writes pixels (four bytes each: blue, green, red, alpha, as Electron's bitmaps are) as a PNG file. */
export function encodePng(bgra: Uint8Array, width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, RGBA_COLOUR], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows(bgra, width, height))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Width and height in the header of a PNG file; undefined for anything else. */
export function pngSize(file: Buffer): Electron.Size | undefined {
  if (file.length < 24 || !file.subarray(0, 8).equals(SIGNATURE)) return undefined
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
}

/** Each row starts with its filter, here always none. */
function rows(bgra: Uint8Array, width: number, height: number): Buffer {
  const out = Buffer.alloc(height * (1 + width * 4))
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * 4
    const [blue = 0, green = 0, red = 0, alpha = 0] = bgra.subarray(at, at + 4)
    out.set([red, green, blue, alpha], at + Math.floor(pixel / width) + 1)
  }
  return out
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([frame, body, checksum])
}

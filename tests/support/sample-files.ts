import { encodePng } from '#build/electron-stand-in/png.ts'

/** A picture of one colour. */
export function pngOf(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 4)
  for (let at = 0; at < pixels.length; at += 4) pixels.set([200, 120, 60, 255], at)
  return encodePng(pixels, width, height)
}

/** Silence, 8,000 samples a second of 8 bits (RIFF/WAVE, PCM). */
export function wavOf(seconds: number): Buffer {
  const samples = Buffer.alloc(8_000 * seconds, 0x80)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8_000, 24)
  header.writeUInt32LE(8_000, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}

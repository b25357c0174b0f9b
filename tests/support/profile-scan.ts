import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where Chromium keeps the tabs it would open again; Electron has no such thing, only its stand-in does. */
const TABS = /[\\/]Sessions$/

/** All files of an app's data folder. */
export const profileFiles = (folder: string): { name: string; content: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !TABS.test(entry.parentPath))
    .map(({ parentPath, name }) => ({ name, content: readFileSync(join(parentPath, name)) }))

/**
 * Which of the texts stand in the files of an app's data folder, in UTF-8, UTF-16 or base64.
 * @returns each find as `file: text`
 */
export function scanProfile(folder: string, texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) =>
    [Buffer.from(text), Buffer.from(text, 'utf16le'), ...base64Of(text)].map((bytes) => ({ text, bytes })),
  )
  return profileFiles(folder).flatMap(({ name, content }) => {
    const found = needles.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => text)
    return [...new Set(found)].map((text) => `${name}: ${text}`)
  })
}

/** Base64 of a text wherever it stands within what was encoded: without the ends that its neighbours decide. */
const base64Of = (text: string): Buffer[] =>
  [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${' '.repeat(offset)}${text}`).toString('base64')
    return Buffer.from(encoded.slice(offset === 0 ? 0 : 4, Math.floor((offset + Buffer.byteLength(text)) / 3) * 4))
  })

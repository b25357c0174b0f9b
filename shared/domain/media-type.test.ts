import { describe, expect, test } from 'vitest'
import { isLying, kindOfType, sniffMediaType } from './media-type.ts'

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part)))

describe('how a file wants to be shown', () => {
  test.each([
    ['image/png', 'image'],
    ['IMAGE/JPG', 'image'],
    ['image/*', 'image'],
    ['audio/ogg; codecs=opus', 'audio'],
    ['video/mp4', 'video'],
    ['image/svg+xml', 'file'],
    ['image/heic', 'file'],
    ['text/html', 'file'],
    ['', 'file'],
  ])('%s is shown as %s', (type, kind) => expect(kindOfType(type)).toBe(kind))
})

describe('what a file is by its first bytes', () => {
  test.each([
    ['image/png', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a])],
    ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
    ['image/webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 ')],
    ['audio/wav', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt ')],
    ['audio/mpeg', bytes([0xff, 0xfb, 0x90, 0x64])],
    ['audio/aac', bytes([0xff, 0xf1, 0x50, 0x80])],
    ['audio/ogg', bytes('OggS', [0, 2])],
    ['audio/mp4', bytes([0, 0, 0, 28], 'ftypM4A ')],
    ['video/mp4', bytes([0, 0, 0, 28], 'ftypisom')],
    ['application/pdf', bytes('%PDF-1.7')],
  ])('%s', (type, head) => expect(sniffMediaType(head)).toBe(type))

  test.each([
    ['a page', bytes('<!doctype html><script>')],
    ['a drawing with scripts', bytes('<svg onload=alert(1)>')],
    ['a program', bytes('MZ', [0x90, 0])],
    ['a photo that Chromium cannot show', bytes([0, 0, 0, 28], 'ftypheic')],
    ['nothing', bytes()],
  ])('%s is nothing that is shown', (_what, head) => expect(sniffMediaType(head)).toBeNull())
})

describe('a file that lies', () => {
  test('claims to be an image and is a page', () => expect(isLying('image/png', null)).toBe(true))
  test('claims to be sound and is an image', () => expect(isLying('audio/mpeg', 'image/png')).toBe(true))
  test('claims to be an image and is a document', () => expect(isLying('image/png', 'application/pdf')).toBe(true))
})

describe('a file that does not lie', () => {
  test('is another kind of image', () => expect(isLying('image/png', 'image/jpeg')).toBe(false))
  test('is a voice message in a container for films', () => expect(isLying('audio/mp4', 'video/mp4')).toBe(false))
  test('claimed nothing that is shown', () => expect(isLying('application/zip', null)).toBe(false))
})

import { expect, test } from 'vitest'
import { fileNameFor } from './file-name.ts'

test.each([
  ['Offer 2026.pdf', 'application/pdf', 'Offer 2026.pdf'],
  ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
  ['photo.exe', 'image/png', 'photo.exe.png'],
  ['setup.exe', null, 'setup.exe'],
  ['../../etc/passwd', null, 'passwd'],
  ['C:\\Windows\\evil.bat', null, 'evil.bat'],
  ['a:b*c?.txt', null, 'abc.txt'],
  ['invoice\u202efdp.exe', null, 'invoicefdp.exe'],
  ['.bashrc', null, 'bashrc'],
  ['con.txt', null, 'attachment con.txt'],
  ['', 'audio/ogg', 'attachment.ogg'],
  [null, null, 'attachment'],
])('%j of type %s is called %j', (given, type, name) => expect(fileNameFor(given, type)).toBe(name))

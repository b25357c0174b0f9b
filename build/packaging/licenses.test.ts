import { expect, test } from 'vitest'
import { shippedOf, unbundledPackage } from './licenses.ts'

const dependency = { name: 'some-package', version: '1.2.3', license: 'MIT', licenseText: 'Permission is granted' }

test('a package is shipped with its terms', () => {
  expect(shippedOf(dependency)).toEqual({
    name: 'some-package',
    version: '1.2.3',
    license: 'MIT',
    text: 'Permission is granted',
  })
})

test.each(['(MPL-2.0 OR Apache-2.0)', 'MIT OR GPL-3.0', 'MIT AND ISC', 'OFL-1.1'])('%s is allowed', (license) => {
  expect(shippedOf({ ...dependency, license }).license).toBe(license)
})

test.each(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN EULA.txt', null])('%s is not', (license) => {
  expect(() => shippedOf({ ...dependency, license })).toThrow('some-package 1.2.3 is under')
})

test('what is shipped unbundled has its licence’s text', () => {
  expect(unbundledPackage('better-sqlite3').text).toContain('Permission is hereby granted')
})

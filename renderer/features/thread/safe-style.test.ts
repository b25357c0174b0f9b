import { expect, it } from 'vitest'
import { safeStyle } from './safe-style.ts'

it('keeps what colours and lays out', () => {
  expect(safeStyle('color: #333; padding:4px 8px;font-family: "Arial"')).toBe(
    'color: #333; padding:4px 8px;font-family: "Arial"',
  )
})

it.each([
  'background: url(https://spy.example/a.png)',
  'background-image: u\\72l(https://spy.example)',
  'background: URL("//spy.example")',
  'list-style-image: image-set("https://spy.example" 1x)',
  'width: expression(alert(1))',
  '-moz-binding: x',
  'background: u/**/rl(https://spy.example)',
  'position: fixed',
  '@import "https://spy.example"',
])('drops %s', (declaration) => expect(safeStyle(`color: red; ${declaration}`)).toBe('color: red'))

import { describe, expect, it } from 'vitest'
import { SchemeMapping } from './scheme-mapping.ts'

const mapping = new SchemeMapping((scheme) => scheme === 'app' || scheme === 'mail')

describe('the mapping of the app’s schemes', () => {
  it.each([
    ['app://bundle/index.html?a=1#b', 'https://bundle.app.localhost/index.html?a=1#b'],
    ['app://bundle', 'https://bundle.app.localhost'],
    ['mail://letter/7', 'https://letter.mail.localhost/7'],
  ])('turns %s into %s and back', (own, chromium) => {
    expect(mapping.toChromium(own)).toBe(chromium)
    expect(mapping.toApp(chromium)).toBe(own)
  })

  it.each(['https://example.org/', 'file:///tmp/x', 'about:blank', 'https://bundle.other.localhost/', 'other://x/'])(
    'leaves %s alone',
    (url) => {
      expect(mapping.toChromium(url)).toBe(url)
      expect(mapping.toApp(url)).toBe(url)
    },
  )

  it('rewrites the sources of a policy that name a scheme', () => {
    expect(
      mapping.policyToChromium("default-src 'none'; frame-src mail:; img-src app://bundle data:; script-src 'self'"),
    ).toBe(
      "default-src 'none'; frame-src https://*.mail.localhost; img-src https://bundle.app.localhost data:; script-src 'self'",
    )
  })

  it('rewrites only the headers that hold URLs', () => {
    expect(mapping.headerToChromium('Location', 'app://bundle/x')).toBe('https://bundle.app.localhost/x')
    expect(mapping.headerToChromium('X-Origin', 'app://bundle/x')).toBe('app://bundle/x')
  })
})

/**
 * Chromium cannot be taught a scheme from outside, so `app://bundle/x` travels as `https://bundle.app.localhost/x`:
 * a secure origin of its own, which never reaches the network because every request of a page is intercepted.
 */
export class SchemeMapping {
  readonly #isCustom: (scheme: string) => boolean

  /** @param isCustom whether the app registered that scheme */
  constructor(isCustom: (scheme: string) => boolean) {
    this.#isCustom = isCustom
  }

  /** The address that Chromium is given for an app's URL. */
  toChromium(url: string): string {
    return url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i, (all, scheme: string, host: string) =>
      this.#isCustom(scheme) ? `https://${host}.${scheme}.localhost` : all,
    )
  }

  /** The app's URL behind an address that Chromium reports. */
  toApp(url: string): string {
    return url.replace(
      /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.localhost(?=[/?#]|$)/i,
      (all, host: string, scheme: string) => (this.#isCustom(scheme) ? `${scheme}://${host}` : all),
    )
  }

  /** Rewrites the scheme sources (`app:`, `app://bundle`) of a Content-Security-Policy. */
  policyToChromium(policy: string): string {
    return policy.replace(
      /(?<=^|[\s;])([a-z][a-z0-9+.-]*):(\/\/[^\s;]+)?(?=$|[\s;])/gi,
      (all, scheme: string, rest?: string) => {
        if (!this.#isCustom(scheme)) return all
        return rest === undefined ? `https://*.${scheme}.localhost` : this.toChromium(all)
      },
    )
  }

  /** Rewrites the headers of a response whose values name URLs of the app. */
  headerToChromium(name: string, value: string): string {
    switch (name.toLowerCase()) {
      case 'content-security-policy':
      case 'content-security-policy-report-only':
        return this.policyToChromium(value)
      case 'location':
      case 'access-control-allow-origin':
        return this.toChromium(value)
      default:
        return value
    }
  }
}

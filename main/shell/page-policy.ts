/** What a document of ours may load and run, as its content security policy. */

/** The empty document that the HTML of an e-mail is put into; see renderer/public/. */
export const MAIL_FRAME = '/mail-frame.html'

const PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  // Else `script-src` would hold for them, and a service worker would outlive its page.
  "worker-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
]

/** No script runs in it whatever it holds, and nothing is requested but images over https, where the rep has asked. */
const mail = (images: boolean): string[] => [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `img-src data:${images ? ' https:' : ''}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin',
]

/** @param url of the document; `?images=load` lets an e-mail load its images */
export function contentSecurityPolicy(url: string): string {
  const { pathname, searchParams } = new URL(url)
  return (pathname === MAIL_FRAME ? mail(searchParams.get('images') === 'load') : PAGE).join('; ')
}

/** Devices that no page of ours has a use for: they are refused before anybody is asked. */
export const PERMISSIONS_POLICY = [
  'camera',
  'microphone',
  'geolocation',
  'display-capture',
  'usb',
  'serial',
  'hid',
  'midi',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

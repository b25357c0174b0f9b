import createDOMPurify from 'dompurify'
import { isReasonable } from './mail-size.ts'
import { safeStyle } from './safe-style.ts'

export interface SafeMail {
  html: string
  /** Images that lie elsewhere: to load them tells the sender that the mail is read, and from where. */
  remoteImages: number
}

const FORBIDDEN_TAGS = 'style form input button textarea select option dialog video audio source template'.split(' ')
/** Names could shadow what a document has; the others load, cover what lies below, or are traps for the keyboard. */
const FORBIDDEN_ATTRIBUTES =
  'id name class background srcset poster ping popover popovertarget tabindex accesskey autofocus contenteditable'.split(
    ' ',
  )
const LINK = /^(https|mailto|tel):/i
const INLINE_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,/i
const REMOTE_IMAGE = /^https:\/\//i

/**
 * What may be shown of a mail's HTML: words, tables, lists, harmless styles, links and images. No script, form, frame or
 * vector image stays, and no image that lies elsewhere unless they are asked for. It is the first of three walls; the
 * frame's sandbox and its content security policy are the others.
 * @returns null when it is nested or long beyond reason
 */
export function sanitiseMail(html: string, options: { images: boolean }): SafeMail | null {
  if (!isReasonable(html)) return null
  const purify = createDOMPurify(window)
  let remoteImages = 0
  purify.addHook('afterSanitizeAttributes', (element) => {
    const style = element.getAttribute('style')
    if (style !== null) element.setAttribute('style', safeStyle(style))
    if (element.tagName === 'A' && !LINK.test(element.getAttribute('href') ?? '')) element.removeAttribute('href')
    if (element.tagName !== 'A') element.removeAttribute('href')
    const source = element.getAttribute('src')
    if (source === null) return
    const isImage = element.tagName === 'IMG'
    const remote = isImage && REMOTE_IMAGE.test(source)
    if (remote) remoteImages += 1
    if (!(remote && options.images) && !(isImage && INLINE_IMAGE.test(source))) element.removeAttribute('src')
  })
  const safe = purify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: FORBIDDEN_TAGS,
    FORBID_ATTR: FORBIDDEN_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  })
  return { html: safe, remoteImages }
}

import { useEffect, useRef, useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'

/** Px; a longer mail scrolls in its frame, so that the thread stays a thread. */
const TALLEST = 1200

interface MailFrameProps {
  /** Sanitised. */
  html: string
  /** Whether images that lie elsewhere may load; with another answer it has to be another frame (`key`). */
  images: boolean
}

/**
 * A mail's HTML in a document of its own, which may run no script and, by its own content security policy, request nothing
 * but the images that the rep asked for. It is written from here, since nothing in it could ask for it.
 */
export function MailFrame({ html, images }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const command = useCommand()
  const [height, setHeight] = useState(120)

  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      const body = element.contentDocument?.body
      if (body) setHeight(Math.min(TALLEST, Math.max(40, body.scrollHeight + 2)))
    })
    const fill = () => {
      const body = element.contentDocument?.body
      if (!body || element.contentDocument?.location.pathname !== new URL(element.src).pathname) return
      body.innerHTML = html
      // Mails are designed on white paper.
      body.style.cssText =
        'margin:0;padding:12px;background:#fff;color:#1b1d22;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere'
      body.addEventListener('click', (event) => {
        event.preventDefault()
        const link = (event.target as Element | null)?.closest('a[href]')
        const url = link?.getAttribute('href')
        if (url) void command('app.open_external', { url })
      })
      observer.disconnect()
      observer.observe(body)
    }
    element.addEventListener('load', fill)
    fill()
    return () => {
      element.removeEventListener('load', fill)
      observer.disconnect()
    }
  }, [command, html])

  return (
    <iframe
      ref={frame}
      title="E-mail as it was designed"
      sandbox="allow-same-origin"
      referrerPolicy="no-referrer"
      src={`/mail-frame.html${images ? '?images=load' : ''}`}
      style={{ height }}
      className="block w-full rounded-md border border-line bg-white"
    />
  )
}

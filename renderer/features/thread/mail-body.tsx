import { ImageOff, Mail } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { LinkedText } from '../../ui/linked-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { foldQuotes } from './fold-quotes.ts'
import { MailFrame } from './mail-frame.tsx'
import { sanitiseMail } from './sanitise-mail.ts'
import type { MailHtml } from '#shared/contract/areas/thread.ts'
import type { TimelineMessage } from '#shared/contract/read-models.ts'

/** An e-mail: its words with quotes folded, and as it was designed when the rep asks. */
export function MailBody({ message, leadId }: { message: TimelineMessage; leadId: string }) {
  const [mail, setMail] = useState<MailHtml | null>(null)
  const [shown, setShown] = useState<'text' | 'html'>('text')
  const [problem, setProblem] = useState<string | null>(null)
  const [loading, setLoading] = useState(false)
  const command = useCommand()

  const showHtml = async () => {
    if (mail) return setShown('html')
    setLoading(true)
    const result = await command('message.load_html', { message_id: message.id }, { quiet: true })
    setLoading(false)
    setProblem(result.ok ? (result.value ? null : 'This e-mail has no formatting.') : result.error.message)
    if (!result.ok || !result.value) return
    setMail(result.value)
    setShown('html')
  }

  return (
    <>
      {shown === 'html' && mail ? (
        <Designed mail={mail} leadId={leadId} body={message.body} />
      ) : (
        <Words body={message.body} />
      )}
      <div className="mt-1.5 -ml-1 flex flex-wrap items-center gap-2 text-xs text-ink-2">
        <Button
          tone="ghost"
          size="sm"
          aria-disabled={loading}
          icon={<Mail aria-hidden className="size-3.5" />}
          onClick={() => (shown === 'html' ? setShown('text') : void showHtml())}
        >
          {shown === 'html' ? 'Show as text' : 'Show original formatting'}
        </Button>
        <output>{loading ? 'Loading' : problem}</output>
      </div>
    </>
  )
}

function Words({ body }: { body: string }) {
  const { text, quote } = useMemo(() => foldQuotes(body), [body])
  const [open, setOpen] = useState(false)
  return (
    <>
      <p dir="auto" className="text-base wrap-anywhere whitespace-pre-wrap select-text">
        <LinkedText text={text} />
      </p>
      {quote !== null && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1 rounded-sm text-xs font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
        >
          {open ? 'Hide quoted text' : 'Show quoted text'}
        </button>
      )}
      {open && quote !== null && (
        <blockquote
          dir="auto"
          className="mt-1.5 border-l-2 border-line-strong pl-3 text-sm wrap-anywhere whitespace-pre-wrap text-ink-2 select-text"
        >
          <LinkedText text={quote} />
        </blockquote>
      )}
    </>
  )
}

function Designed({ mail, leadId, body }: { mail: MailHtml; leadId: string; body: string }) {
  const trusted = useApp((state) => state.preferences.imagesOf.includes(leadId))
  const known = useApp((state) => state.preferences.imagesOf)
  const setPreference = useApp((state) => state.setPreference)
  const [asked, setAsked] = useState(false)
  const images = asked || trusted
  const safe = useMemo(() => sanitiseMail(mail.html, { images }), [mail.html, images])
  if (!safe) {
    return (
      <>
        <Notice tone="info">This e-mail is built too intricately to be shown. Its text is here.</Notice>
        <Words body={body} />
      </>
    )
  }
  const { html, remoteImages } = safe
  return (
    <div className="w-xl max-w-full">
      <p className="mb-1.5 text-xs wrap-anywhere text-ink-2">
        {mail.from && <>From {mail.from}</>}
        {mail.to && <> to {mail.to}</>}
      </p>
      {remoteImages > 0 && !images && (
        <div className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-hover px-2.5 py-1.5 text-xs">
          <ImageOff aria-hidden className="size-3.5 shrink-0" />
          <span className="flex-1">Images are blocked: they would tell the sender that you read this.</span>
          <Button tone="secondary" size="sm" onClick={() => setAsked(true)}>
            Load images
          </Button>
          <Button tone="ghost" size="sm" onClick={() => setPreference({ imagesOf: [...known, leadId].slice(-500) })}>
            Always from this lead
          </Button>
        </div>
      )}
      <MailFrame key={String(images)} html={html} images={images} />
    </div>
  )
}

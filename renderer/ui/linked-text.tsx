import { memo, type MouseEvent } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { parseLeadLink } from '../format/lead-link.ts'
import { linkify } from '../format/linkify.ts'
import { useAppStore } from '../store/store-context.ts'

/** Text of a customer or colleague: shown as text alone, with the addresses in it made links: those to leads and messages open here, others outside. */
export const LinkedText = memo(function LinkedText({ text }: { text: string }) {
  const command = useCommand()
  const store = useAppStore()
  const openOutside = (event: MouseEvent, url: string) => {
    event.preventDefault()
    const link = parseLeadLink(url)
    if (link) {
      const { openMessage, showInbox, showLeadDialog } = store.getState()
      if (!link.message) return showLeadDialog({ kind: 'lead', lead_id: link.lead_id })
      showInbox()
      return openMessage(link.message.conversation_id, link.message.message_id)
    }
    void command('app.open_external', { url })
  }
  return linkify(text).map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      <a
        // Parts of one text never change their order.
        // eslint-disable-next-line react/no-array-index-key
        key={index}
        href={part.url}
        rel="noreferrer"
        className="text-accent-ink underline decoration-current/40 underline-offset-2 hover:decoration-current"
        onClick={(event) => openOutside(event, part.url)}
        onAuxClick={(event) => openOutside(event, part.url)}
      >
        {part.text}
      </a>
    ),
  )
})

import { Tabs } from '@base-ui/react/tabs'
import { ArrowUp, StickyNote } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { count } from '../../format/time.ts'
import { nameOf, PLATFORM_NAMES } from '../../format/vocabulary.ts'
import type { ComposerMode } from '../../store/inbox-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Notice } from '../../ui/notice.tsx'
import { useDraft } from './use-draft.ts'
import type { ConversationView, Draft } from '#shared/contract/read-models.ts'
import type { Failure } from '#shared/contract/result.ts'

/** Characters a message or note may have (the contract's limit). */
const MAX_LENGTH = 100_000
/** From here on the rest is counted down. */
const COUNT_FROM = MAX_LENGTH - 2_000

/** Where a rep answers the customer or leaves a note. Mount once per conversation. */
export function Composer({ view }: { view: ConversationView }) {
  const { conversation, lead } = view
  const { desk } = useBridge()
  const { draft, failure, change, remove } = useDraft(conversation.id)
  const { send, sending, refused } = useSend(view, remove)
  const input = useRef<HTMLTextAreaElement>(null)
  const focusOn = useApp((state) => state.focusOn)
  const noticeId = useId()
  useTakeWish(input, draft, change)

  const note = draft.mode === 'note'
  const left = MAX_LENGTH - draft.body.length
  const problem = refused ?? failure
  const sendable = draft.body.trim() !== '' && left >= 0 && !sending
  const submit = () => sendable && void send(draft)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      submit()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      focusOn('thread')
    }
  }

  return (
    <div className="mx-auto w-full max-w-200 shrink-0 px-5 pt-2 pb-4">
      {problem && (
        <div id={noticeId} className="mb-2">
          <Notice tone="danger" alert>
            {problem.message} Your text stays here.
          </Notice>
        </div>
      )}
      <Tabs.Root
        value={draft.mode}
        onValueChange={(mode: ComposerMode) => change({ ...draft, mode })}
        className={cx(
          'rounded-xl border shadow-raised transition-colors focus-within:ring-2 focus-within:ring-focus/35',
          note ? 'border-note-line bg-note' : 'border-line-strong bg-raised focus-within:border-focus/60',
        )}
      >
        <div className="flex h-9 items-center gap-3 px-3.5 pt-1">
          <Tabs.List aria-label="Write" className="flex gap-3">
            <ModeTab mode="reply" label="Reply" keys="R" />
            <ModeTab mode="note" label="Note" keys="M" />
          </Tabs.List>
          <span className={cx('min-w-0 flex-1 truncate text-right text-2xs', note ? 'text-note-ink' : 'text-ink-3')}>
            {note ? 'Only your team sees this' : `via ${PLATFORM_NAMES[conversation.platform]}`}
          </span>
        </div>
        <Tabs.Panel value={draft.mode} tabIndex={-1} className="outline-none">
          <textarea
            ref={input}
            dir="auto"
            value={draft.body}
            rows={2}
            aria-label={note ? `Note about ${nameOf(lead.label)}` : `Reply to ${nameOf(lead.label)}`}
            aria-invalid={left < 0 || undefined}
            aria-describedby={problem ? noticeId : undefined}
            placeholder={note ? 'Write a note for your team…' : `Write to ${nameOf(lead.label)}…`}
            onChange={(event) => change({ ...draft, body: event.target.value })}
            onKeyDown={onKeyDown}
            className="block max-h-[38vh] min-h-14 w-full resize-none overflow-y-auto bg-transparent px-3.5 py-1.5 text-base field-sizing-content outline-none select-text"
          />
        </Tabs.Panel>
        <div className="flex h-11 items-center gap-3 pr-2 pb-1 pl-3.5">
          <output className="tabular flex-1 text-2xs">
            {draft.body.length > COUNT_FROM && (
              <span className={left < 0 ? 'font-medium text-danger' : 'text-ink-3'}>
                {left < 0 ? `${count(-left)} characters too many` : `${count(left)} characters left`}
              </span>
            )}
          </output>
          <span aria-hidden className={cx('hidden text-2xs sm:inline', note ? 'text-note-ink' : 'text-ink-3')}>
            {desk.platform === 'darwin' ? '⌘' : 'Ctrl'} + Enter
          </span>
          <Button
            tone="primary"
            size="sm"
            aria-keyshortcuts="Control+Enter Meta+Enter"
            aria-disabled={!sendable}
            onClick={submit}
            icon={note ? <StickyNote aria-hidden className="size-3.5" /> : <ArrowUp aria-hidden className="size-3.5" />}
          >
            {note ? 'Add note' : 'Send'}
          </Button>
        </div>
      </Tabs.Root>
    </div>
  )
}

function ModeTab({ mode, label, keys }: { mode: ComposerMode; label: string; keys: string }) {
  return (
    <Tabs.Tab
      value={mode}
      aria-keyshortcuts={keys}
      className="h-7 rounded-sm text-xs font-medium text-ink-3 hover:text-ink data-active:text-ink data-active:shadow-[inset_0_-2px_0_-0.5px_var(--accent)]"
    >
      {label}
    </Tabs.Tab>
  )
}

/** Sends or notes a draft; its text leaves the composer only once it is safely in the cache. */
function useSend(view: ConversationView, remove: (sent: string) => void) {
  const command = useCommand()
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const send = async ({ body, mode }: Draft) => {
    setSending(true)
    const result =
      mode === 'note'
        ? await command(
            'note.create',
            {
              lead_id: view.lead.id,
              conversation_id: view.conversation.id,
              body: body.trim(),
              title: null,
              type: 'general',
            },
            { quiet: true },
          )
        : await command('message.send', { conversation_id: view.conversation.id, body: body.trim() }, { quiet: true })
    setSending(false)
    setRefused(result.ok ? null : result.error)
    if (result.ok) remove(body)
  }
  return { send, sending, refused }
}

/** Takes the focus, in the wished mode, when a key asked to write. */
function useTakeWish(
  input: { current: HTMLTextAreaElement | null },
  draft: Draft,
  change: (draft: Draft) => void,
): void {
  const wish = useApp((state) => state.wish)
  const askToWrite = useApp((state) => state.askToWrite)
  useEffect(() => {
    if (wish === null) return
    askToWrite(null)
    if (draft.mode !== wish) change({ ...draft, mode: wish })
    input.current?.focus()
  }, [askToWrite, change, draft, input, wish])
}

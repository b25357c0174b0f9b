import { Tabs } from '@base-ui/react/tabs'
import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { ComposerMode } from '../../store/inbox-slice.ts'
import { useTyping } from '../../actions/use-presence.ts'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'
import { Notice } from '../../ui/notice.tsx'
import { useMentionCompletion } from '../../ui/use-mention-completion.tsx'
import { useNow } from '../../ui/use-now.ts'
import { AttachButton } from './attach-button.tsx'
import { ComposerFooter } from './composer-footer.tsx'
import { DraftFiles } from './draft-files.tsx'
import { useFileDrop } from './file-drop.ts'
import { ReplyBarrier } from './reply-barrier.tsx'
import { replyStateOf } from './reply-state.ts'
import { ReplyText, templateCompletion } from './reply-text.tsx'
import { SubjectField } from './subject-field.tsx'
import { TemplateReply } from './template-reply.tsx'
import { useAnswering } from './use-answering.ts'
import { useAttaching } from './use-attaching.ts'
import { useDraft } from '../../actions/use-draft.ts'
import { SendMenu } from './send-menu.tsx'
import { subjectOf, useSend, type HowToSend } from './use-send.ts'
import { ViaPicker } from './via-picker.tsx'
import { WindowClock } from './window-clock.tsx'
import type { ReplyTemplate } from '#shared/contract/areas/composer.ts'
import type { ConversationView, Draft } from '#shared/contract/read-models.ts'
import { filesObstacle } from '#shared/domain/outgoing-files.ts'
import { fillTemplate, placesOf, type TemplateValues } from '#shared/domain/template.ts'

/** Characters a message or note may have (the contract's limit). */
const MAX_LENGTH = 100_000

/** Where a rep answers the customer or leaves a note. Mount once per conversation. */
export function Composer({ view }: { view: ConversationView }) {
  const { conversation, lead } = view
  const { draft, failure, change, remove } = useDraft(conversation.id)
  const typed = useTyping(conversation.id)
  const { value: options } = useLive('reply.options', { conversation_id: conversation.id })
  const { value: known } = useLive('reply.templates', { conversation_id: conversation.id })
  const now = useNow()
  const send = useSend(view, remove)
  const answering = useAnswering(conversation.id, options?.answering)
  const input = useRef<HTMLTextAreaElement>(null)
  const focusOn = useApp((state) => state.focusOn)
  const noticeId = useId()

  const note = draft.mode === 'note'
  const state = options ? replyStateOf(options, draft.via, now) : null
  const via = state?.via ?? null
  const barrier = !note && state && state.kind !== 'ready' ? state : null
  const showsSubject = !note && !barrier && via?.platform === 'email'
  const missing = note || barrier ? [] : placesOf(draft.body)
  const left = MAX_LENGTH - draft.body.length
  const attaching = useAttaching(conversation.id)
  const takesFiles = !note && barrier === null
  const drop = useFileDrop(takesFiles ? (files) => void attaching.attach(files) : null)
  const files = takesFiles ? attaching.files : []
  const obstacle = takesFiles && via ? filesObstacle(via.platform, files, draft.body) : null
  const problem = send.refused ?? failure
  const sendable =
    (draft.body.trim() !== '' || files.length > 0) &&
    attaching.arriving.length === 0 &&
    obstacle === null &&
    left >= 0 &&
    missing.length === 0 &&
    !send.sending &&
    (note || (state?.kind === 'ready' && (!showsSubject || subjectOf(draft, state.via).trim() !== '')))
  const submit = (how: HowToSend = {}) => {
    if (!sendable) return
    if (note) void send.note(draft)
    else if (via) void send.reply(draft, via, { ...how, files })
  }
  const mentions = useMentionCompletion()
  const templates =
    via && known
      ? templateCompletion(known, via.platform, (body, template) =>
          change(withTemplate(draft, body, template, known.values)),
        )
      : null
  useTakeWish(input, draft, change)
  useTakeReturned(conversation.id, draft, change)
  useFocusWhenUnlocked(input, barrier?.kind === 'ai')

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault()
      submit({ isDone: event.shiftKey })
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      focusOn('thread')
    }
  }

  return (
    <div className="mx-auto w-full max-w-200 shrink-0 px-5 pt-2 pb-4" {...drop.handlers}>
      {(obstacle ?? attaching.problem) && (
        <div className="mb-2">
          <Notice tone="warning" alert>
            {obstacle ?? attaching.problem}
          </Notice>
        </div>
      )}
      {(problem || missing.length > 0) && (
        <div id={noticeId} className="mb-2">
          {problem ? (
            <Notice tone="danger" alert>
              {problem.message} Your text stays here.
            </Notice>
          ) : (
            <Notice tone="warning">
              Nothing is known for {missing.map((name) => `{{${name}}}`).join(' and ')}: replace it before you send.
            </Notice>
          )}
        </div>
      )}
      <Tabs.Root
        value={draft.mode}
        onValueChange={(mode: ComposerMode) => change({ ...draft, mode })}
        className={cx(
          'rounded-xl border shadow-raised transition-colors focus-within:ring-2 focus-within:ring-focus/35',
          drop.isOver && 'border-focus ring-2 ring-focus/35',
          note ? 'border-note-line bg-note' : 'border-line-strong bg-raised focus-within:border-focus/60',
        )}
      >
        <div className="flex h-9 items-center gap-3 px-3.5 pt-1">
          <Tabs.List aria-label="Write" className="flex gap-3">
            <ModeTab mode="reply" label="Reply" keys="R" />
            <ModeTab mode="note" label="Note" keys="M" />
          </Tabs.List>
          <span className="flex min-w-0 flex-1 items-center justify-end gap-2">
            {!note && state?.kind === 'ready' && state.window.state === 'open' && (
              <WindowClock until={state.window.until} now={now} />
            )}
            {note ? (
              <span className="truncate text-2xs text-note-ink">Only your team sees this</span>
            ) : (
              options &&
              via && (
                <ViaPicker
                  vias={options.vias}
                  chosen={via}
                  onChoose={({ channel_id }) => change({ ...draft, via: channel_id })}
                />
              )
            )}
          </span>
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of all that is typed into */}
        <Tabs.Panel value={draft.mode} tabIndex={-1} className="outline-none" onKeyDown={onKeyDown}>
          {barrier?.kind === 'window' && barrier.via.platform === 'whatsapp' && known ? (
            <TemplateReply
              sentence={barrier.sentence}
              known={known}
              chosen={draft.template}
              sending={send.sending}
              onChange={(template) => change({ ...draft, template })}
              onSend={(filled) => void send.template(filled, draft, barrier.via)}
            />
          ) : barrier ? (
            <ReplyBarrier state={barrier} onTakeOver={answering.takeOver} />
          ) : (
            <>
              {showsSubject && via && (
                <SubjectField value={subjectOf(draft, via)} onChange={(subject) => change({ ...draft, subject })} />
              )}
              <ReplyText
                input={input}
                label={note ? `Note about ${nameOf(lead.label)}` : `Reply to ${nameOf(lead.label)}`}
                placeholder={
                  note
                    ? 'Write a note for your team…  @ for a colleague'
                    : `Write to ${nameOf(lead.label)}…  / for templates`
                }
                value={draft.body}
                invalid={left < 0 || missing.length > 0}
                describedBy={problem || missing.length > 0 ? noticeId : undefined}
                completion={note ? mentions : templates}
                onChange={(body) => {
                  if (body !== '') typed()
                  change({ ...draft, body })
                }}
              />
            </>
          )}
        </Tabs.Panel>
        {takesFiles && <DraftFiles files={files} arriving={attaching.arriving} onRemove={attaching.remove} />}
        {!barrier && (
          <ComposerFooter
            note={note}
            attach={takesFiles && <AttachButton onAttach={(chosen) => void attaching.attach(chosen)} />}
            length={draft.body.length}
            max={MAX_LENGTH}
            sendable={sendable}
            onSubmit={() => submit()}
            more={
              !note &&
              state?.kind === 'ready' && <SendMenu state={state} now={now} sendable={sendable} onSend={submit} />
            }
            onResumeAi={!note && options?.answering === 'person' ? answering.resume : null}
          />
        )}
      </Tabs.Root>
    </div>
  )
}

/** Puts a template's words into the draft, and its subject where none was typed. */
function withTemplate(draft: Draft, body: string, template: ReplyTemplate, values: TemplateValues): Draft {
  const takesSubject = template.subject !== null && !draft.subject
  return { ...draft, body, ...(takesSubject && { subject: fillTemplate(template.subject!, values).text }) }
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
    if (draft.mode !== wish) return change({ ...draft, mode: wish })
    askToWrite(null)
    input.current?.focus()
  }, [askToWrite, change, draft, input, wish])
}

/** Takes words that come back from a message that was not sent, behind what is typed already. */
function useTakeReturned(conversationId: string, draft: Draft, change: (draft: Draft) => void): void {
  const returned = useApp((state) => state.returned)
  const returnDraft = useApp((state) => state.returnDraft)
  const askToWrite = useApp((state) => state.askToWrite)
  useEffect(() => {
    if (returned?.conversationId !== conversationId) return
    returnDraft(null)
    const body = [draft.body, returned.draft.body].filter(Boolean).join('\n')
    change({ ...draft, ...returned.draft, mode: 'reply', body })
    askToWrite('reply')
  }, [askToWrite, change, conversationId, draft, returnDraft, returned])
}

/** Goes on in the text once the rep may write: the button that they pressed is gone. */
function useFocusWhenUnlocked(input: { current: HTMLTextAreaElement | null }, locked: boolean): void {
  const wasLocked = useRef(locked)
  useEffect(() => {
    const unlocked = wasLocked.current && !locked
    wasLocked.current = locked
    if (unlocked && (document.activeElement === document.body || !document.activeElement)) input.current?.focus()
  }, [input, locked])
}

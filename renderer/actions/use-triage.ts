import { useMemo } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { useBridge } from '../bridge/bridge-context.ts'
import { claimedWords } from '../format/claim-words.ts'
import { fullTime } from '../format/time.ts'
import { nameOf, PRIORITY_NAMES } from '../format/vocabulary.ts'
import type { Subject } from '../store/inbox-slice.ts'
import { useAppStore } from '../store/store-context.ts'
import { UNDO } from '../store/toast-slice.ts'
import type { Priority } from '#shared/domain/vocabulary.ts'

export interface DoneAlso {
  /** What the toast says of both. */
  text: string
  /** Until when it can be undone, milliseconds since 1970. */
  until?: number
  undo: () => void
}

/** What a rep does with a conversation besides writing in it; from the header's buttons and from keys alike. */
export interface Triage {
  /**
   * Closes it, goes on to the next row, and offers to undo that for a while.
   * @param also what was done with it in the same breath, to be told and undone together
   */
  done: (subject: Subject, also?: DoneAlso) => Promise<void>
  reopen: (subject: Subject) => Promise<void>
  /** Puts it away until a time, milliseconds since 1970, and goes on to the next row. */
  snooze: (subject: Subject, until: number) => Promise<void>
  unsnooze: (subject: Subject) => Promise<void>
  /** Leaves it, so that it stays unread. */
  markUnread: (subject: Subject) => Promise<void>
  /** @param before what undoing sets again */
  prioritize: (subject: Subject, priority: Priority, before: Priority) => Promise<void>
  claim: (subject: Subject) => Promise<void>
  /** @param colleague null hands it back to the lead's owner, or to the pool */
  assign: (subject: Subject, colleague: { id: string; name: string } | null) => Promise<void>
}

export function useTriage(): Triage {
  const command = useCommand()
  const store = useAppStore()
  const { cache } = useBridge()
  return useMemo(() => {
    const tell = (text: string, undo?: () => void, until?: number) =>
      store.getState().showToast({
        tone: 'info',
        text,
        ...(undo && { action: { label: UNDO, run: undo } }),
        ...(until !== undefined && { until }),
      })
    return {
      async done(subject, also) {
        const { openId } = store.getState()
        store.getState().advanceFrom(subject.id)
        const result = await command('conversation.close', { conversation_id: subject.id })
        const back = () => {
          if (openId === subject.id) store.getState().openConversation(subject.id)
          else store.getState().setCursor(subject.id)
        }
        if (!result.ok) return back()
        const undo = () => {
          void command('conversation.reopen', { conversation_id: subject.id })
          back()
          also?.undo()
        }
        tell(also?.text ?? `${nameOf(subject.label)} is done`, undo, also?.until)
      },
      async reopen(subject) {
        const result = await command('conversation.reopen', { conversation_id: subject.id })
        if (result.ok) tell(`${nameOf(subject.label)} is open again`)
      },
      async snooze(subject, until) {
        const { openId } = store.getState()
        store.getState().advanceFrom(subject.id)
        const back = () => {
          if (openId === subject.id) store.getState().openConversation(subject.id)
          else store.getState().setCursor(subject.id)
        }
        const result = await command('conversation.snooze', { conversation_id: subject.id, until })
        if (!result.ok) return back()
        tell(`${nameOf(subject.label)} is snoozed until ${fullTime(until)}`, () => {
          void command('conversation.unsnooze', { conversation_id: subject.id })
          back()
        })
      },
      async unsnooze(subject) {
        const result = await command('conversation.unsnooze', { conversation_id: subject.id })
        if (result.ok) tell(`${nameOf(subject.label)} is back in the inbox`)
      },
      async markUnread(subject) {
        if (store.getState().openId === subject.id) store.getState().closeConversation()
        const result = await command('conversation.mark_unread', { conversation_id: subject.id })
        if (result.ok) tell(`${nameOf(subject.label)} is unread`)
      },
      async prioritize(subject, priority, before) {
        const set = (to: Priority) => command('conversation.prioritize', { conversation_id: subject.id, priority: to })
        const result = await set(priority)
        if (!result.ok) return
        tell(`${nameOf(subject.label)}: priority ${PRIORITY_NAMES[priority].toLowerCase()}`, () => void set(before))
      },
      async claim(subject) {
        const result = await command('lead.claim', { lead_id: subject.lead_id })
        const online = cache.read('sync.status', {}).value?.state === 'online'
        if (result.ok) tell(claimedWords(subject.label, online))
      },
      async assign(subject, colleague) {
        const result = await command('conversation.assign', {
          conversation_id: subject.id,
          assigned_to: colleague?.id ?? null,
        })
        if (result.ok) tell(colleague ? `Assigned to ${colleague.name}` : 'Assignment removed')
      },
    }
  }, [cache, command, store])
}

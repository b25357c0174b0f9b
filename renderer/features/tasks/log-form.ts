/** What a call, a meeting or an e-mail came to, and the step that follows from it. */
import { readSnooze } from '../../format/snooze-words.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import type { LoggedType, TaskType } from '#shared/contract/areas/tasks.ts'

export const CALL_OUTCOMES = [
  'talked',
  'call_back',
  'no_answer',
  'voicemail',
  'busy',
  'wrong_number',
  'no_interest',
] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

export const OUTCOME_NAMES: Record<CallOutcome, string> = {
  talked: 'Talked',
  call_back: 'Asked for another time',
  no_answer: 'No answer',
  voicemail: 'Left a voicemail',
  busy: 'Busy',
  wrong_number: 'Wrong number',
  no_interest: 'Not interested',
}

interface NextStep {
  type: TaskType
  subject: string
  /** In words. */
  when: string
}

/** What usually follows; null where nothing does. */
const AFTER_CALL: Record<CallOutcome, NextStep | null> = {
  talked: { type: 'task', subject: 'Follow up', when: 'in 3 days' },
  call_back: { type: 'call', subject: 'Call back as agreed', when: 'tomorrow 10am' },
  no_answer: { type: 'call', subject: 'Try again', when: 'tomorrow 9am' },
  voicemail: { type: 'call', subject: 'Try again after the voicemail', when: 'in 2 days' },
  busy: { type: 'call', subject: 'Try again', when: 'in 1 hour' },
  wrong_number: { type: 'task', subject: 'Find the right number', when: 'tomorrow 9am' },
  no_interest: null,
}
const AFTER: Record<Exclude<LoggedType, 'call'>, NextStep> = {
  meeting: { type: 'task', subject: 'Send what was agreed', when: 'tomorrow 9am' },
  email: { type: 'task', subject: 'Ask whether it arrived', when: 'in 3 days' },
}

export interface LogDraft {
  type: LoggedType
  outcome: CallOutcome
  minutes: string
  description: string
  hasNext: boolean
  next: NextStep
}

/** A draft with the next step that its outcome prompts. */
export function withOutcome(draft: LogDraft, change: Partial<Pick<LogDraft, 'type' | 'outcome'>>): LogDraft {
  const changed = { ...draft, ...change }
  const next = changed.type === 'call' ? AFTER_CALL[changed.outcome] : AFTER[changed.type]
  return { ...changed, hasNext: next !== null, next: next ?? changed.next }
}

export const logDraft = (type: LoggedType): LogDraft =>
  withOutcome({ type, outcome: 'talked', minutes: '', description: '', hasNext: false, next: AFTER.meeting }, { type })

const SUBJECTS: Record<Exclude<LoggedType, 'call'>, string> = { meeting: 'Meeting', email: 'E-mail' }
const MOST_MINUTES = 24 * 60

type Logged = Pick<CommandInput<'activity.log'>, 'type' | 'subject' | 'description' | 'duration_minutes' | 'next'>

export interface CheckedLog {
  log: Logged | null
  problems: { minutes?: string; when?: string; description?: string }
}

/** What is to be saved, or what is wrong with each field. */
export function checkedLog(draft: LogDraft, now: number): CheckedLog {
  const { type, outcome, next } = draft
  const minutes = draft.minutes.trim()
  const due = draft.hasNext ? readSnooze(next.when, now) : { at: 0 }
  const description = draft.description.trim()
  const problems = {
    ...(minutes !== '' && !isMinutes(minutes) && { minutes: 'Whole minutes, at most a day.' }),
    ...('error' in due && { when: due.error }),
    ...(description.length > 10_000 && { description: 'This takes 10,000 characters. Write the rest as a note.' }),
  }
  if (Object.keys(problems).length > 0 || 'error' in due) return { log: null, problems }
  return {
    log: {
      type,
      subject: type === 'call' ? `Call: ${OUTCOME_NAMES[outcome].toLowerCase()}` : SUBJECTS[type],
      description: description || null,
      duration_minutes: minutes === '' ? null : Number(minutes),
      next: draft.hasNext ? { type: next.type, subject: next.subject.trim() || null, due_at: due.at } : null,
    },
    problems,
  }
}

const isMinutes = (text: string): boolean => /^\d{1,4}$/.test(text) && Number(text) <= MOST_MINUTES

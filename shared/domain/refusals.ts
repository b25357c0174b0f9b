/** What the codes of `sync_push` mean for a rep, and what can still be done. */

/**
 * Whether a refused change may go out again: `as_is`, only `edited`, or `never` (nothing that the rep can change about
 * it would help, or it must not be helped: a customer who opted out gets no message).
 */
export type Again = 'as_is' | 'edited' | 'never'

interface Refusal {
  /** One plain sentence; null where it depends on the outcome's details. */
  reason: string | null
  again: Again
}

const OPTED_OUT: Refusal = { reason: 'The customer does not want to be written to any more.', again: 'never' }

const REFUSALS: Record<string, Refusal> = {
  ai_changed: { reason: 'Whether the AI answers here has changed since you wrote. Look, then decide.', again: 'as_is' },
  already_claimed: { reason: null, again: 'never' },
  already_exists: { reason: 'Something with this name, number or place exists already.', again: 'edited' },
  already_merged: {
    reason: 'One of the two leads was merged by a colleague already. Look at them, then merge anew.',
    again: 'never',
  },
  already_sent: { reason: 'The message had left already: it can no longer be changed or taken back.', again: 'never' },
  belongs_to_colleague: { reason: "A colleague's lead already has this phone number.", again: 'edited' },
  campaign_inactive: { reason: 'This campaign takes nobody at the moment.', again: 'as_is' },
  customer_replied: {
    reason: 'The customer wrote again before this went through. Read it, then decide.',
    again: 'as_is',
  },
  different_brand: { reason: 'These leads belong to different brands and stay apart.', again: 'never' },
  do_not_contact: { reason: 'This customer is not to be contacted.', again: 'never' },
  duplicate_of: { reason: 'Another lead already has this phone number.', again: 'edited' },
  file_missing: {
    reason: 'A file of this message did not arrive on the server. Take the message back and attach it again.',
    again: 'edited',
  },
  forbidden: { reason: 'You are not allowed to change this.', again: 'as_is' },
  id_taken: {
    reason: 'Something else on the server already has its number. Copy the text and write it anew.',
    again: 'never',
  },
  internal: { reason: 'The server failed on this change. Try again, or discard it.', again: 'as_is' },
  invalid_assignee: { reason: 'This colleague cannot take conversations.', again: 'edited' },
  invalid_channel: { reason: 'This channel is switched off, or leads to another customer.', again: 'as_is' },
  invalid_stage: { reason: 'This stage no longer exists. Choose another.', again: 'edited' },
  invalid_template: { reason: 'This template is gone, or not for this channel. Write the reply anew.', again: 'never' },
  locked: { reason: 'This came with the product and stays as it is.', again: 'never' },
  merged_since: {
    reason: 'A later merge comes first: undo that one, then this one.',
    again: 'as_is',
  },
  messaging_window: {
    reason: 'The customer last wrote more than 24 hours ago: until they write again, only a template may be sent.',
    again: 'as_is',
  },
  not_found: { reason: 'It is gone, or no longer yours to see.', again: 'as_is' },
  opt_out: OPTED_OUT,
  opted_out: OPTED_OUT,
  owner_changed: {
    reason: 'The lead is a colleague’s by now. See what they wrote, then decide.',
    again: 'as_is',
  },
  parent_parked: {
    reason: 'It depends on a change of yours that was not accepted. Decide about that one first.',
    again: 'never',
  },
  reason_required: { reason: 'A lost lead needs a reason. Choose another stage, or move it anew.', again: 'edited' },
  unknown_mutation: {
    reason: 'The server does not know this kind of change. Ask your administrator to update it.',
    again: 'as_is',
  },
  unsupported_version: { reason: 'The server no longer understands this change. Update Leadline.', again: 'as_is' },
}

/** The sentence of a code; null for one that has none of its own. */
export const refusalReason = (code: string | null): string | null => REFUSALS[code ?? '']?.reason ?? null

/**
 * Whether a change with this outcome may go out again. A code that is not known may be tried once more, but a message
 * held for a reason that is not known must be looked at first.
 */
export function mayGoAgain(result: string, code: string | null): Again {
  return REFUSALS[code ?? '']?.again ?? (result === 'held' ? 'edited' : 'as_is')
}

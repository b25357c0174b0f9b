/** What the mail tells, as `invitation_letter` answers. */
export interface LetterFacts {
  email: string
  organization: string
  /** Null when the colleague is gone. */
  inviter: string | null
  /** Null: a customer. */
  role: string | null
  message: string | null
  /** ISO 8601; null: for good. */
  expires_at: string | null
}

/** Subject and text of an invitation's mail. */
export function letter(facts: LetterFacts, link: string): { subject: string; text: string } {
  const { organization, role } = facts
  const place = role === null ? `to become a member of ${organization}` : `to ${organization} on Leadline`
  const as = role === null ? '' : ` as ${role.replaceAll('_', ' ')}`
  const until = facts.expires_at === null ? '' : `, until ${facts.expires_at.slice(0, 10)}`
  const paragraphs = [
    `${facts.inviter ?? organization} invites you ${place}${as}.`,
    facts.message,
    `To accept, open this link. It works once${until}.`,
    link,
    'If you do not know why you got this, you need not do anything.',
  ]
  return {
    subject: `Your invitation ${place}`.replaceAll(/[\r\n]+/g, ' ').slice(0, 200),
    text: paragraphs.filter((paragraph) => paragraph !== null && paragraph !== '').join('\n\n'),
  }
}

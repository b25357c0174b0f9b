import type { RowFault } from './row.ts'

/** Why a row stayed out, and what to do about it. */
const FAULTS: Record<RowFault, string> = {
  bad_character: 'Holds characters that cannot be read: choose another encoding, or type the value anew.',
  too_long: 'Longer than this field can be.',
  invalid_email: 'Not an e-mail address, such as name@example.com.',
  invalid_phone: 'Not a phone number. Write it with its country code, such as +44 20 7946 0958.',
  country_code_missing: 'The list takes numbers with their country code only, such as +44 20 7946 0958.',
  foreign_number: 'The list takes no numbers of other countries.',
  invalid_date: 'Not a date, such as 2026-03-29.',
  unknown_word: 'None of the words that this field knows.',
  required: 'The list asks for this field, and it is empty.',
  no_contact: 'Neither a phone number nor an e-mail address: nobody could be reached.',
  duplicate: 'There is a lead with this number or address.',
  duplicate_in_file: 'An earlier row of the file has this number or address.',
  belongs_to_colleague: 'A colleague’s lead has this number or address.',
}

/** What became of a row, or of undoing it. */
const OUTCOMES: Record<string, string> = {
  flagged: 'Left out as a duplicate, for you to look at',
  skipped: 'Skipped as a duplicate',
  rejected: 'Rejected',
  in_use: 'Kept: somebody has worked with this lead since',
  edited: 'Kept in part: it was changed since',
  gone: 'Gone already',
}

/** One sentence about a reason. */
export const faultWords = (reason: string): string => FAULTS[reason as RowFault] ?? reason

/** What became of a row, in words. */
export const outcomeWords = (outcome: string): string => OUTCOMES[outcome] ?? outcome

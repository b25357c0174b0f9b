/** What a rep may leave out of the cards. */
export const CARD_FIELDS = ['value', 'owner', 'score', 'waiting', 'age', 'channel', 'preview'] as const
export type CardField = (typeof CARD_FIELDS)[number]

export const CARD_FIELD_NAMES: Record<CardField, string> = {
  value: 'Value',
  owner: 'Owner',
  score: 'Score',
  waiting: 'Waiting',
  age: 'Time in the stage',
  channel: 'Channel',
  preview: 'Last message',
}

/** The fields to hide with one more, or without the one that was hidden. */
export const toggled = (hidden: readonly string[], field: CardField): string[] =>
  hidden.includes(field) ? hidden.filter((other) => other !== field) : [...hidden, field]

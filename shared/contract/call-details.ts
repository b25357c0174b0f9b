/** What is known of a call beyond when it was and who rang. */
export interface CallDetails {
  duration_seconds: number
  outcome: string | null
  summary: string | null
  transcript: { speaker: string; text: string }[]
}

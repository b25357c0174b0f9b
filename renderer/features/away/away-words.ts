import { count, momentTime } from '../../format/time.ts'
import type { AwayDigest, AwayItem, AwayKind } from '#shared/contract/areas/away.ts'

type Counted = [one: string, many: string]

const SUMMARY: Record<AwayKind, Counted> = {
  attention: ['needs your decision', 'need your decision'],
  hot: ['went hot', 'went hot'],
  assigned: ['assigned to you', 'assigned to you'],
  message: ['new message', 'new messages'],
  done: ['done by others', 'done by others'],
}

const counted = (value: number, [one, many]: Counted): string => `${count(value)} ${value === 1 ? one : many}`

/** `1 went hot · 3 new messages`, the most urgent first. */
export function awaySummary({ counts }: Pick<AwayDigest, 'counts'>): string {
  return (Object.keys(SUMMARY) as AwayKind[])
    .filter((kind) => counts[kind] > 0)
    .map((kind) => counted(counts[kind], SUMMARY[kind]))
    .join(' · ')
}

/** `From 09:12 to 14:02`, with the days where they are not today. */
export function awayPeriod({ from, to }: Pick<AwayDigest, 'from' | 'to'>, now: number): string {
  return `From ${momentTime(from, now)} to ${momentTime(to, now)}`
}

/** What happened to one conversation, in words. */
export function awayFacts({
  kinds,
  messages,
}: Pick<AwayItem, 'kinds' | 'messages'>): { kind: AwayKind; text: string }[] {
  const texts: Record<AwayKind, string> = {
    attention: 'Needs your decision',
    hot: 'Went hot',
    assigned: 'Assigned to you',
    message: counted(messages, SUMMARY.message),
    done: 'Done by somebody else',
  }
  return kinds.map((kind) => ({ kind, text: texts[kind] }))
}

import type { News, Telling, ToldEvent } from '#shared/domain/notification-rules.ts'

export interface NotificationWords {
  title: string
  body: string
}

const nameOf = ({ lead_label }: News): string => lead_label ?? 'Unknown lead'

const ONE: Record<ToldEvent, (latest: News, count: number) => NotificationWords> = {
  hot_lead: (news) => ({ title: `Hot lead: ${nameOf(news)}`, body: news.text }),
  message: (news, count) => ({
    title: count > 1 ? `${nameOf(news)} · ${count} new messages` : nameOf(news),
    body: news.text || 'Sent a file',
  }),
  assignment: (news) => ({ title: `${nameOf(news)} was assigned to you`, body: news.text }),
  mention: (news) => ({ title: `You were mentioned in a note on ${nameOf(news)}`, body: news.text }),
  send_failed: (news) => ({ title: `Not sent to ${nameOf(news)}`, body: news.text }),
}

const COUNTED: Record<ToldEvent, (count: number) => string> = {
  hot_lead: (count) => (count === 1 ? '1 hot lead' : `${count} hot leads`),
  message: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  assignment: (count) => (count === 1 ? '1 conversation assigned to you' : `${count} conversations assigned to you`),
  mention: (count) => (count === 1 ? '1 mention' : `${count} mentions`),
  send_failed: (count) => (count === 1 ? '1 message was not sent' : `${count} messages were not sent`),
}

/** What a notification says. */
export function wordsOf(telling: Telling): NotificationWords {
  if (telling.kind === 'one') {
    const { latest, news } = telling
    return ONE[latest.event](latest, news.filter(({ event }) => event === 'message').length)
  }
  const counts = (Object.keys(COUNTED) as ToldEvent[]).flatMap((event) => {
    const count = telling.news.filter((item) => item.event === event).length
    return count > 0 ? [COUNTED[event](count)] : []
  })
  const { conversations } = telling
  return {
    title: conversations === 1 ? '1 conversation has news' : `${conversations} conversations have news`,
    body: counts.join(', '),
  }
}

/** What the tray shows and offers, without the system's tray. */
import type { DesktopSettings } from '#shared/domain/desktop-settings.ts'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { badgeOf } from './badge.ts'
import type { DeskState } from './telling.ts'

export const TRAY_STATES = ['normal', 'unread', 'hot', 'offline', 'signed-out'] as const
export type TrayState = (typeof TRAY_STATES)[number]

export interface TrayView {
  state: TrayState
  tooltip: string
  /** The most urgent leads, each as one line. */
  leads: { lead: HotLead; label: string }[]
  /** More than are in `leads`. */
  more: number
  isSignedIn: boolean
  pausedUntil: number | null
  presence: DesktopSettings['presence']
}

/** A menu of more lines is not read. */
const LISTED = 5

/**
 * What calls loudest is what the icon shows: nobody signed in, a hot lead, no network, something unread.
 * @param now milliseconds since 1970
 */
export function trayView(
  desk: DeskState,
  settings: Pick<DesktopSettings, 'paused_until' | 'presence'>,
  now: number,
): TrayView {
  const { hot, counts, isOffline, phase } = desk
  const isSignedIn = phase === 'ready' || phase === 'opening'
  const badge = badgeOf(desk)
  const state: TrayState = !isSignedIn
    ? 'signed-out'
    : hot.length > 0
      ? 'hot'
      : isOffline
        ? 'offline'
        : badge.kind === 'none'
          ? 'normal'
          : 'unread'
  const { paused_until } = settings
  const pausedUntil = paused_until !== null && paused_until > now ? paused_until : null
  const unread = counts?.all.unread ?? 0
  const said = isSignedIn
    ? [
        hot.length === 1 ? `1 hot lead, ${waited(hot[0]!, now)}` : hot.length > 1 && `${hot.length} hot leads`,
        unread > 0 && (unread === 1 ? '1 conversation unread' : `${unread} conversations unread`),
        isOffline && 'offline',
        pausedUntil !== null && 'notifications paused',
      ].filter((part) => part !== false)
    : ['signed out']
  return {
    state,
    tooltip: ['Leadline', ...said].join(' · '),
    leads: hot.slice(0, LISTED).map((lead) => ({ lead, label: lineOf(lead, now) })),
    more: Math.max(0, hot.length - LISTED),
    isSignedIn,
    pausedUntil,
    presence: settings.presence,
  }
}

const lineOf = (lead: HotLead, now: number): string =>
  `${lead.lead_label ?? 'Unknown lead'} · ${waited(lead, now)} · ${shortened(lead.reason)}`

/** How long a lead has called: in seconds, as long as seconds count. */
export function waited({ since }: Pick<HotLead, 'since'>, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}

const shortened = (text: string): string => (text.length <= 48 ? text : `${text.slice(0, 47).trimEnd()}…`)

/** Until when the choices of "Pause notifications" last. Tomorrow begins at eight, by the clock on the wall. */
export function pauseChoices(now: number): { label: string; until: number }[] {
  const tomorrow = new Date(now)
  tomorrow.setDate(tomorrow.getDate() + 1)
  tomorrow.setHours(8, 0, 0, 0)
  return [
    { label: 'For 30 minutes', until: now + 30 * 60_000 },
    { label: 'For 2 hours', until: now + 120 * 60_000 },
    { label: 'Until tomorrow, 08:00', until: tomorrow.getTime() },
  ]
}

import { Globe, Mail, MessageSquare, Phone, type LucideProps } from 'lucide-react'
import type { ComponentType } from 'react'
import { PLATFORM_NAMES } from '../format/vocabulary.ts'
import { cx } from './cx.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'

interface GlyphProps {
  className?: string
  strokeWidth?: number | string
}

/** Marks of services that the icon set does not carry, drawn on the same 24 px grid. */
function Glyph({ className, strokeWidth = 2, d }: GlyphProps & { d: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      aria-hidden
    >
      <path d={d} />
    </svg>
  )
}

const WHATSAPP =
  'M3 21l1.7-4.9A9 9 0 1 1 8 19.4L3 21M9 8.5c-.4 2.9 3.1 6.6 6.2 6.7.9-.2 1.4-1 1.3-1.9l-2-.9-1 .9c-1.3-.5-2.3-1.5-2.8-2.8l.9-1-.8-2c-.8 0-1.6.3-1.8 1z'
const INSTAGRAM =
  'M7.5 3h9A4.5 4.5 0 0 1 21 7.5v9a4.5 4.5 0 0 1-4.5 4.5h-9A4.5 4.5 0 0 1 3 16.5v-9A4.5 4.5 0 0 1 7.5 3zM8.2 12a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0M17.2 6.8h.01'
const FACEBOOK = 'M18 2h-3a5 5 0 0 0-5 5v3H7v4h3v8h4v-8h3l1-4h-4V7a1 1 0 0 1 1-1h3z'

const ICONS: Record<Platform, ComponentType<GlyphProps & LucideProps>> = {
  sms: MessageSquare,
  whatsapp: (props: GlyphProps) => <Glyph {...props} d={WHATSAPP} />,
  web: Globe,
  voice: Phone,
  instagram: (props: GlyphProps) => <Glyph {...props} d={INSTAGRAM} />,
  facebook: (props: GlyphProps) => <Glyph {...props} d={FACEBOOK} />,
  email: Mail,
}

/** The mark of a channel, beside something that names it. */
export function ChannelIcon({ platform }: { platform: Platform }) {
  const Icon = ICONS[platform]
  return <Icon className="size-3.5" strokeWidth={2} />
}

/** A channel is always icon and word. */
export function Channel({ platform, className }: { platform: Platform; className?: string }) {
  const Icon = ICONS[platform]
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-1', className)}>
      <Icon className="size-3 shrink-0" strokeWidth={2} />
      {PLATFORM_NAMES[platform]}
    </span>
  )
}

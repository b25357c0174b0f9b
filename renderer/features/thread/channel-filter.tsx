import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import type { ThreadShow } from './use-thread.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

interface ChannelFilterProps {
  view: ConversationView
  show: ThreadShow
  onChange: (show: ThreadShow) => void
}

/** Which of the lead's conversations the thread shows; nothing where there is but one. */
export function ChannelFilter({ view: { conversation, siblings }, show, onChange }: ChannelFilterProps) {
  if (siblings.length < 2) return null
  const platforms = [...new Set(siblings.map(({ platform }) => platform))]
  const several = siblings.some(({ id, platform }) => id !== conversation.id && platform === conversation.platform)
  return (
    <div
      role="radiogroup"
      aria-label="Show messages of"
      className="flex h-9 shrink-0 items-center gap-1 overflow-x-auto border-b border-line px-4"
    >
      <Choice value="lead" show={show} onChange={onChange}>
        All channels
      </Choice>
      {platforms.map((platform) => (
        <Choice key={platform} value={platform} show={show} onChange={onChange}>
          <Channel platform={platform} />
        </Choice>
      ))}
      {several && (
        <Choice value="conversation" show={show} onChange={onChange}>
          This {PLATFORM_NAMES[conversation.platform]} conversation only
        </Choice>
      )}
    </div>
  )
}

interface ChoiceProps {
  value: ThreadShow
  show: ThreadShow
  onChange: (show: ThreadShow) => void
  children: React.ReactNode
}

function Choice({ value, show, onChange, children }: ChoiceProps) {
  const chosen = value === show
  return (
    <label
      className={cx(
        'relative inline-flex h-6 shrink-0 items-center rounded-full px-2.5 text-xs has-focus-visible:ring-2 has-focus-visible:ring-focus',
        chosen ? 'bg-selected font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <input
        type="radio"
        name="thread-show"
        checked={chosen}
        onChange={() => onChange(value)}
        className="absolute inset-0 m-0 opacity-0"
      />
      {children}
    </label>
  )
}

import { ChevronDown } from 'lucide-react'
import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { Channel } from '../../ui/channel.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { OBSTACLE_WORDS } from './reply-state.ts'
import type { ReplyVia } from '#shared/contract/areas/composer.ts'

interface ViaPickerProps {
  vias: readonly ReplyVia[]
  chosen: ReplyVia
  onChoose: (via: ReplyVia) => void
}

/** By which channel the reply leaves. Those that cannot be used say why. */
export function ViaPicker({ vias, chosen, onChoose }: ViaPickerProps) {
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={`Reply via ${PLATFORM_NAMES[chosen.platform]}, ${chosen.channel_name}. Change`}
          className="-mr-1.5 flex h-6 min-w-0 items-center gap-1 rounded-sm px-1.5 text-2xs text-ink-2 hover:bg-hover hover:text-ink"
        >
          via <Channel platform={chosen.platform} className="font-medium" />
          <ChevronDown aria-hidden className="size-3 shrink-0" />
        </button>
      }
    >
      {vias.map((via) => (
        <MenuItem
          key={via.channel_id}
          checked={via.channel_id === chosen.channel_id}
          disabled={via.obstacle !== null}
          detail={
            via.obstacle ? OBSTACLE_WORDS[via.obstacle] : [via.channel_name, via.address].filter(Boolean).join(' · ')
          }
          onSelect={() => onChoose(via)}
        >
          <Channel platform={via.platform} />
        </MenuItem>
      ))}
    </Menu>
  )
}

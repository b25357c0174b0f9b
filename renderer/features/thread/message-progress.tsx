import {
  ArrowUp,
  Ban,
  Check,
  CheckCheck,
  Clock3,
  CloudCheck,
  CloudUpload,
  HardDrive,
  TriangleAlert,
} from 'lucide-react'
import { SAVE_WORDS } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'
import type { Delivery, Progress } from './progress.ts'
import type { SaveState } from '#shared/contract/read-models.ts'

const SAVE_ICONS = { local: HardDrive, syncing: CloudUpload, saved: CloudCheck, attention: TriangleAlert }

const DELIVERY_ICONS = {
  clock: Clock3,
  arrow: ArrowUp,
  check: Check,
  checks: CheckCheck,
  read: CheckCheck,
  alert: TriangleAlert,
  off: Ban,
}

interface MessageProgressProps {
  progress: Progress
  /** Something else tells when it leaves. */
  hidesDelivery: boolean
}

/** How far a reply is on its way to the team, and apart from that, on its way to the customer. */
export function MessageProgress({ progress: { save, delivery }, hidesDelivery }: MessageProgressProps) {
  return (
    <>
      <SaveProgress state={save} />
      {delivery && !hidesDelivery && <DeliveryProgress delivery={delivery} />}
    </>
  )
}

/** What is saved to the team is the usual, so that an icon is enough for the eye. */
function SaveProgress({ state }: { state: SaveState }) {
  const showConflicts = useApp((store) => store.showConflicts)
  const openId = useApp((store) => store.openId)
  const Icon = SAVE_ICONS[state]
  const content = (
    <>
      <Icon aria-hidden className="size-3" strokeWidth={2.25} />
      <span className={state === 'saved' ? 'sr-only' : undefined}>{SAVE_WORDS[state]}</span>
    </>
  )
  if (state === 'attention') {
    return (
      <button
        type="button"
        className="inline-flex items-center gap-1 rounded-sm font-medium text-danger underline underline-offset-2"
        onClick={() => showConflicts(openId)}
      >
        {content}
      </button>
    )
  }
  return (
    <span title={SAVE_WORDS[state]} className="inline-flex items-center gap-1">
      {content}
    </span>
  )
}

function DeliveryProgress({ delivery: { icon, label, detail } }: { delivery: Delivery }) {
  const Icon = DELIVERY_ICONS[icon]
  const words = detail ? `${label}: ${detail}` : label
  return (
    <span
      title={`Delivery: ${words}`}
      className={cx('inline-flex items-center gap-1', icon === 'alert' && 'font-medium text-danger')}
    >
      <Icon aria-hidden className={cx('size-3', icon === 'read' && 'text-accent-ink')} strokeWidth={2.25} />
      <span className="sr-only">Delivery: </span>
      <span>{words}</span>
    </span>
  )
}

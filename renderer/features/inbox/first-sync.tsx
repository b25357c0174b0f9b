import { CloudDownload, LockKeyhole, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { count } from '../../format/time.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useApp } from '../../store/store-context.ts'
import { ROW_HEIGHTS } from './inbox-row.tsx'
import type { SyncStatus } from '#shared/contract/read-models.ts'
import type { Failure } from '#shared/contract/result.ts'

/** A cached list answers sooner than this (ms); showing placeholders for so short would only flicker. */
const PATIENCE = 200

interface FirstSyncProps {
  /** Why there is nothing to show, if that is known. */
  error: Failure | null
  status: SyncStatus | undefined
}

/** The place of the list before it has anything to show: how far the first sync is, over the outlines of rows. */
export function FirstSync({ error, status }: FirstSyncProps) {
  const patient = usePatience()
  if (error?.code === 'forbidden') {
    return (
      <EmptyState
        icon={<LockKeyhole className="size-5" strokeWidth={1.75} />}
        title="No permission"
        text={`${error.message} Ask an admin of your team to give you access.`}
      />
    )
  }
  if (status?.synced_at === null && (status.state === 'offline' || status.state === 'blocked')) {
    return (
      <EmptyState
        icon={<CloudDownload className="size-5" strokeWidth={1.75} />}
        title="Not on this device yet"
        text={`Your inbox arrives as soon as the backend can be reached. ${error?.message ?? ''}`}
      />
    )
  }
  if (error) {
    return (
      <EmptyState
        icon={<TriangleAlert className="size-5" strokeWidth={1.75} />}
        title="The inbox cannot be shown"
        text={error.message}
      />
    )
  }
  const progress = status?.synced_at === null ? status.progress : null
  if (!patient && !progress) return null
  return (
    <div className="relative h-full overflow-hidden">
      {progress && (
        <div className="mx-3 mt-2 mb-1 rounded-lg border border-line bg-raised p-3 shadow-raised">
          <p className="text-sm font-medium">Fetching your inbox</p>
          <p className="tabular mt-0.5 mb-2 text-xs text-ink-2">
            {progress.expected === null
              ? `${count(progress.received)} records so far`
              : `${count(progress.received)} of ${count(progress.expected)} records`}
            . You can start as soon as the first arrive.
          </p>
          <ProgressBar label="First sync" value={progress.received} max={progress.expected} />
        </div>
      )}
      <div aria-hidden>
        {Array.from({ length: 12 }, (_, index) => (
          <SkeletonRow key={index} wide={index % 3 !== 1} />
        ))}
      </div>
    </div>
  )
}

function SkeletonRow({ wide }: { wide: boolean }) {
  const density = useApp((state) => state.preferences.density)
  const isCompact = density === 'compact'
  return (
    <div className="flex items-center gap-2.5 px-4.5" style={{ height: ROW_HEIGHTS[density] }}>
      <Skeleton round className={isCompact ? 'size-6' : 'size-8'} />
      <div className="flex flex-1 flex-col gap-2">
        <Skeleton className={wide ? 'h-3 w-36' : 'h-3 w-24'} />
        <Skeleton className={wide ? 'h-2.5 w-full' : 'h-2.5 w-4/5'} />
        {!isCompact && <Skeleton className="h-2 w-28" />}
      </div>
    </div>
  )
}

function usePatience(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return over
}

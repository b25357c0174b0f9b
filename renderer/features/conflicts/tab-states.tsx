import { TriangleAlert } from 'lucide-react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

/** A tab that could not be read. */
export function Failed({ message }: { message: string }) {
  return (
    <EmptyState
      icon={<TriangleAlert className="size-5" strokeWidth={1.75} />}
      title="This could not be read"
      text={`${message} Nothing was lost. Leave this screen and come back to try again.`}
    />
  )
}

export function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-3 p-4">
      <output className="sr-only">Loading</output>
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} className="h-14 max-w-90" />
      ))}
    </div>
  )
}

import { Eye } from 'lucide-react'

/** Stands in the composer's place for a viewer. */
export function ReadOnly() {
  return (
    <div className="mx-auto w-full max-w-200 shrink-0 px-5 pt-2 pb-4">
      <p className="flex items-center gap-2 rounded-xl border border-line bg-sunken px-3.5 py-3 text-sm text-ink-2">
        <Eye aria-hidden className="size-4 shrink-0 text-ink-3" />
        You are a viewer: you can read everything here, but not write. An admin can change your role.
      </p>
    </div>
  )
}

import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: ReactNode
  title: string
  text: ReactNode
  children?: ReactNode
}

/** What a screen shows when it has nothing: what that means, and what to do next. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center px-8 pb-12 text-center">
      <div className="mb-4 grid size-12 place-items-center rounded-xl border border-line bg-surface text-ink-3 shadow-raised">
        {icon}
      </div>
      <h2 className="text-lg font-semibold text-balance">{title}</h2>
      <p className="mt-1 max-w-76 text-sm text-pretty text-ink-2">{text}</p>
      {children && <div className="mt-5">{children}</div>}
    </div>
  )
}

import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'

interface SessionCardProps {
  title: string
  text?: ReactNode
  children?: ReactNode
  footer?: ReactNode
}

/** The frame of every screen before the workspace. */
export function SessionCard({ title, text, children, footer }: SessionCardProps) {
  return (
    <main className="flex h-full flex-col items-center overflow-y-auto bg-canvas px-6 py-10">
      <div className="my-auto w-full max-w-100">
        <div className="mb-6 flex items-center gap-2.5">
          <Logo size={32} />
          <span className="text-xl font-semibold tracking-tight">Leadline</span>
        </div>
        <div className="rounded-xl bg-surface p-7 shadow-float">
          <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
          {text && <p className="mt-1.5 text-sm text-pretty text-ink-2">{text}</p>}
          {children && <div className="mt-6">{children}</div>}
        </div>
        {footer && <div className="mt-5 px-1 text-xs text-ink-3">{footer}</div>}
      </div>
    </main>
  )
}

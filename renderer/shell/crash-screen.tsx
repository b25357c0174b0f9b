import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Logo } from '../ui/logo.tsx'

interface CrashScreenState {
  error: Error | null
}

/** Catches a bug while drawing: says so and offers to draw again. What was typed is saved as drafts by then. */
export class CrashScreen extends Component<{ children: ReactNode }, CrashScreenState> {
  override state: CrashScreenState = { error: null }

  static getDerivedStateFromError(error: unknown): CrashScreenState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('The window could not be drawn', error, info.componentStack)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <main role="alert" className="flex h-full flex-col items-center justify-center gap-3 bg-canvas p-8 text-center">
        <Logo size={40} />
        <h1 className="mt-2 text-xl font-semibold">Something went wrong in this window</h1>
        <p className="max-w-100 text-sm text-ink-2">
          Your data and what you typed are safe on this device. Draw the window again; if it comes back, restart
          Leadline.
        </p>
        <Button tone="primary" className="mt-2" onClick={() => location.reload()}>
          Draw again
        </Button>
      </main>
    )
  }
}

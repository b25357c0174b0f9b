import { useEffect, useState } from 'react'
import { Logo } from '../../ui/logo.tsx'

/** An inbox that opens sooner than this (ms) needs no words for it. */
const PATIENCE = 400

/** While the cache opens; nearly always too short to be seen. */
export function Opening() {
  const [patient, setPatient] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 bg-canvas">
      {patient && (
        <>
          <h1 className="sr-only">Leadline</h1>
          <span className="animate-skeleton">
            <Logo size={40} />
          </span>
          <output className="text-sm text-ink-2">Opening your inbox…</output>
        </>
      )}
    </main>
  )
}

import { useEffect, useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import type { Health } from '#shared/contract/areas/health.ts'
import type { Failure } from '#shared/contract/result.ts'

const EVERY_MS = 2_000

export interface Measured {
  health: Health | null
  error: Failure | null
}

/** How the app does, measured anew every two seconds while it is looked at. */
export function useHealth(): Measured {
  const command = useCommand()
  const [measured, setMeasured] = useState<Measured>({ health: null, error: null })
  useEffect(() => {
    let isShown = true
    const measure = async () => {
      if (document.hidden) return
      const result = await command('health.measure', {}, { quiet: true })
      if (!isShown) return
      setMeasured(({ health }) => (result.ok ? { health: result.value, error: null } : { health, error: result.error }))
    }
    void measure()
    const timer = setInterval(() => void measure(), EVERY_MS)
    return () => {
      isShown = false
      clearInterval(timer)
    }
  }, [command])
  return measured
}

import { useState } from 'react'
import { useApp } from '../store/store-context.ts'

/** The lead panel stands beside the thread where there is room, as the rep left it; else it lies over it until dismissed. */
export function useLeadPanel(openId: string | null, floating: boolean) {
  const preferred = useApp((state) => state.preferences.leadPanelOpen)
  const setPreference = useApp((state) => state.setPreference)
  const [over, setOver] = useState<string | null>(null)
  const open = floating ? over !== null && over === openId : preferred
  return {
    open,
    floating,
    toggle: () => (floating ? setOver(open ? null : openId) : setPreference({ leadPanelOpen: !preferred })),
    dismiss: () => {
      if (!floating || !open) return false
      setOver(null)
      return true
    },
  }
}

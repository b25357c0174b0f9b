import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useApp } from '../../store/store-context.ts'
import { IconButton } from '../../ui/button.tsx'

/** Milliseconds the tick stands after copying. */
const COPIED_FOR = 1500

/** What a row's buttons look like: there for keys and screen readers always, for the eye while the row is pointed at. */
export const ROW_ACTION = 'opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 focus-visible:opacity-100'

export function CopyButton({ what, value }: { what: string; value: string }) {
  const showToast = useApp((state) => state.showToast)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), COPIED_FOR)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      showToast({ tone: 'error', text: `The ${what} could not be copied. Select it and copy it by hand.` })
    }
  }
  return (
    <IconButton
      label={copied ? 'Copied' : `Copy ${what}`}
      size="sm"
      side="left"
      className={ROW_ACTION}
      onClick={() => void copy()}
    >
      {copied ? <Check className="size-3.5 text-positive" /> : <Copy className="size-3.5" />}
    </IconButton>
  )
}

import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Failure } from '#shared/contract/result.ts'

/** Says what is unsent before signing out, and lets the rep take their copy of the data off this device. */
export function SignOutDialog() {
  const open = useApp((state) => state.overlay === 'sign-out')
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Dialog
      open={open}
      onClose={() => showOverlay(null)}
      title="Sign out of Leadline?"
      description="Your inbox stays on this device, encrypted, and opens quickly when you sign in again."
    >
      <SignOutForm onDone={() => showOverlay(null)} />
    </Dialog>
  )
}

function SignOutForm({ onDone }: { onDone: () => void }) {
  const command = useCommand()
  const { value: status } = useLive('sync.status', {})
  const [wipe, setWipe] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const unsent = (status?.pending ?? 0) + (status?.attention ?? 0)
  const changes = unsent === 1 ? '1 change' : `${count(unsent)} changes`

  const signOut = async () => {
    setBusy(true)
    const result = await command('auth.sign_out', { wipe, discard_unsent: wipe && unsent > 0 }, { quiet: true })
    setBusy(false)
    setFailure(result.ok ? null : result.error)
    if (result.ok) onDone()
  }

  return (
    <div className="flex flex-col gap-4">
      {unsent > 0 && (
        <Notice tone="warning">
          {wipe
            ? `${changes} not saved to the team yet will be lost for good.`
            : `${changes} not saved to the team yet will be sent after you sign in again on this device.`}
        </Notice>
      )}
      {failure && (
        <Notice tone="danger" alert>
          {failure.message}
        </Notice>
      )}
      <label className="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          checked={wipe}
          onChange={(event) => setWipe(event.target.checked)}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          Remove the copy on this device
          <span className="block text-xs text-ink-3">
            For a computer that others use. It is fetched again next time.
          </span>
        </span>
      </label>
      <DialogActions>
        <Button onClick={onDone}>Stay signed in</Button>
        <Button tone={wipe && unsent > 0 ? 'danger' : 'primary'} aria-disabled={busy} onClick={() => void signOut()}>
          {wipe && unsent > 0 ? `Sign out and lose ${changes}` : 'Sign out'}
        </Button>
      </DialogActions>
    </div>
  )
}

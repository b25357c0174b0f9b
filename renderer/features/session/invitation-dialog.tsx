import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useSession } from '../../actions/session-context.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'

/** An invitation was followed while somebody is signed in: it is another's, or makes another account. */
export function InvitationDialog() {
  const command = useCommand()
  const { value: waits } = useLive('invitation.waits', {})
  const { user, organization } = useSession()
  const overlay = useApp((state) => state.overlay)
  const showOverlay = useApp((state) => state.showOverlay)
  const dismiss = () => void command('invitation.dismiss', {})
  return (
    <Dialog
      open={waits === true && overlay === null}
      onClose={dismiss}
      title="You are signed in already"
      description={`The invitation makes a new account. To accept it, sign out first: on this computer ${user.name} works at ${organization.name} now.`}
    >
      <DialogActions>
        <Button onClick={dismiss}>Not now</Button>
        <Button tone="primary" onClick={() => showOverlay('sign-out')}>
          Sign out and accept…
        </Button>
      </DialogActions>
    </Dialog>
  )
}

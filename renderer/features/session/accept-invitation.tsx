import { useState, type FormEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SessionCard } from './card.tsx'
import { PasswordField } from './password-field.tsx'
import type { Failure } from '#shared/contract/result.ts'

/** The shortest that the server takes. */
const SHORTEST_PASSWORD = 8

/** The screen that an invitation's link opens: a name and a password, and its person is in. */
export function AcceptInvitation({ onMember }: { onMember: (organization: string) => void }) {
  const command = useCommand()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const problems = {
    name: name.trim() ? null : 'Your colleagues see who you are by it.',
    password: password.length < SHORTEST_PASSWORD ? `Use at least ${SHORTEST_PASSWORD} characters.` : null,
  }

  const accept = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (busy || problems.name || problems.password) return
    setBusy(true)
    setFailure(null)
    const result = await command('invitation.accept', { full_name: name.trim(), password }, { quiet: true })
    setBusy(false)
    if (!result.ok) setFailure(result.error)
    else if (result.value.outcome === 'member') onMember(result.value.organization)
  }

  return (
    <SessionCard
      title="You are invited"
      text="Choose how your colleagues will see you, and a password. You are signed in at once."
      footer={
        <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <span>You have an account already?</span>
          <button
            type="button"
            onClick={() => void command('invitation.dismiss', {})}
            className="rounded-sm font-medium text-ink-2 hover:text-ink hover:underline"
          >
            Sign in instead
          </button>
        </p>
      }
    >
      <form onSubmit={(event) => void accept(event)} className="flex flex-col gap-4" aria-busy={busy} noValidate>
        {failure && (
          <Notice tone="danger" alert>
            {failure.message}
          </Notice>
        )}
        <TextField
          label="Full name"
          autoComplete="name"
          required
          maxLength={200}
          // The first thing to do on this screen.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={name}
          error={tried ? problems.name : null}
          onChange={(event) => setName(event.target.value)}
        />
        <PasswordField
          value={password}
          autoComplete="new-password"
          hint={`At least ${SHORTEST_PASSWORD} characters.`}
          error={tried ? problems.password : null}
          onChange={setPassword}
        />
        <Button type="submit" tone="primary" size="lg" className="w-full" aria-disabled={busy}>
          {busy ? 'Making your account…' : 'Accept the invitation'}
        </Button>
      </form>
    </SessionCard>
  )
}

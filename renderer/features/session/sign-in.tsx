import { ArrowRight } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { ROLE_NAMES } from '../../format/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SessionCard } from './card.tsx'
import { PasswordField } from './password-field.tsx'
import type { AppState, DemoUser } from '#shared/contract/read-models.ts'
import type { Failure } from '#shared/contract/result.ts'

type SignedOut = Extract<AppState, { phase: 'signed_out' }>

export function SignIn({ state }: { state: SignedOut }) {
  const command = useCommand()
  const [email, setEmail] = useState(state.last_email ?? '')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(state.notice)

  const signIn = async (who: { email: string; password: string }) => {
    if (busy) return
    setBusy(true)
    setFailure(null)
    const result = await command('auth.sign_in', { email: who.email.trim(), password: who.password }, { quiet: true })
    setBusy(false)
    if (!result.ok) setFailure(result.error)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (email.trim() && password) void signIn({ email, password })
  }

  return (
    <SessionCard
      title="Sign in"
      text="From then on, your inbox works offline too."
      footer={<BackendLine backend={state.backend} onChange={() => void command('setup.forget', {})} />}
    >
      <form onSubmit={submit} className="flex flex-col gap-4" aria-busy={busy}>
        {failure && (
          <Notice tone="danger" alert>
            {failure.message}
          </Notice>
        )}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          // The first thing a rep does on this screen.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={!state.last_email}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          value={password}
          autoComplete="current-password"
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={Boolean(state.last_email)}
          onChange={setPassword}
        />
        <Button type="submit" tone="primary" size="lg" className="w-full" aria-disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {state.backend.is_local && state.demo_users.length > 0 && (
        <DemoUsers users={state.demo_users} busy={busy} onChoose={(user) => void signIn(user)} />
      )}
    </SessionCard>
  )
}

interface DemoUsersProps {
  users: readonly DemoUser[]
  busy: boolean
  onChoose: (user: DemoUser) => void
}

function DemoUsers({ users, busy, onChoose }: DemoUsersProps) {
  const organizations = [...new Set(users.map((user) => user.organization))]
  return (
    <section className="mt-6 border-t border-line pt-5">
      <h2 className="text-sm font-medium">Or step into the demo as</h2>
      {organizations.map((organization) => (
        <div key={organization} className="mt-3">
          <h3 className="mb-1.5 text-xs text-ink-3">{organization}</h3>
          <ul className="flex flex-wrap gap-1.5">
            {users
              .filter((user) => user.organization === organization)
              .map((user) => (
                <li key={user.email}>
                  <Button
                    size="sm"
                    title={`${user.email} · ${ROLE_NAMES[user.role]}`}
                    aria-label={`Sign in as ${user.email}, ${ROLE_NAMES[user.role]}`}
                    aria-disabled={busy}
                    onClick={() => onChoose(user)}
                  >
                    <span className="max-w-36 truncate">{user.email.split('@')[0]}</span>
                    <span className="font-normal text-ink-3">{ROLE_NAMES[user.role]}</span>
                  </Button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function BackendLine({ backend, onChange }: { backend: SignedOut['backend']; onChange: () => void }) {
  const host = URL.parse(backend.url)?.host ?? backend.url
  return (
    <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span className="min-w-0 truncate" title={backend.url}>
        {backend.is_local ? 'Local demo' : 'Connected to'} · {host}
      </span>
      <button
        type="button"
        onClick={onChange}
        className="inline-flex items-center gap-1 rounded-sm font-medium text-ink-2 hover:text-ink hover:underline"
      >
        Use another backend <ArrowRight aria-hidden className="size-3" />
      </button>
    </p>
  )
}

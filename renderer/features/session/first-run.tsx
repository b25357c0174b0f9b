import { Cloud, FlaskConical, type LucideIcon } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SessionCard } from './card.tsx'
import { addressProblem, keyProblem } from './project-address.ts'
import type { Failure } from '#shared/contract/result.ts'

type Choice = 'hosted' | 'demo'

/** The first start: which backend this device works with. */
export function FirstRun({ demoAvailable }: { demoAvailable: boolean }) {
  const command = useCommand()
  const { value: isInvited } = useLive('invitation.waits', {})
  const [choice, setChoice] = useState<Choice>(demoAvailable ? 'demo' : 'hosted')
  const [url, setUrl] = useState('')
  const [key, setKey] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const problems = { url: addressProblem(url), key: keyProblem(key) }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (busy || (choice === 'hosted' && (problems.url || problems.key))) return
    setBusy(true)
    setFailure(null)
    const input = choice === 'demo' ? null : { url: url.trim().replace(/\/+$/, ''), key: key.trim() }
    const result = await command('setup.connect', input, { quiet: true })
    setBusy(false)
    if (!result.ok) setFailure(result.error)
  }

  return (
    <SessionCard
      title="Welcome to Leadline"
      text="One inbox for every channel, online and offline. Where is your team's data?"
    >
      <form onSubmit={(event) => void submit(event)} aria-busy={busy} noValidate className="flex flex-col gap-4">
        {isInvited && <Notice tone="info">Your invitation is kept. Tell us first where the team works.</Notice>}
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">Backend</legend>
          <ChoiceCard
            icon={Cloud}
            title="Your team's project"
            text="A hosted Supabase project with Leadline set up."
            checked={choice === 'hosted'}
            onChoose={() => setChoice('hosted')}
          />
          {demoAvailable && (
            <ChoiceCard
              icon={FlaskConical}
              title="Demo on this computer"
              text="A local backend with two invented organisations. Nothing leaves this device."
              checked={choice === 'demo'}
              onChoose={() => setChoice('demo')}
            />
          )}
        </fieldset>
        {choice === 'hosted' && (
          <>
            <TextField
              label="Project address"
              type="url"
              inputMode="url"
              spellCheck={false}
              placeholder="https://abcdefgh.supabase.co"
              value={url}
              error={tried ? problems.url : null}
              onChange={(event) => setUrl(event.target.value)}
            />
            <TextField
              label="Anon key"
              spellCheck={false}
              autoComplete="off"
              value={key}
              hint="In the project's settings, under API keys."
              error={tried ? problems.key : null}
              onChange={(event) => setKey(event.target.value)}
            />
          </>
        )}
        {failure && (
          <Notice tone="danger" alert>
            {failure.message}
          </Notice>
        )}
        <Button type="submit" tone="primary" size="lg" className="w-full" aria-disabled={busy}>
          {busy ? 'Checking…' : choice === 'demo' ? 'Open the demo' : 'Connect'}
        </Button>
      </form>
    </SessionCard>
  )
}

interface ChoiceCardProps {
  icon: LucideIcon
  title: string
  text: string
  checked: boolean
  onChoose: () => void
}

function ChoiceCard({ icon: Icon, title, text, checked, onChoose }: ChoiceCardProps) {
  return (
    <label
      className={cx(
        'flex items-start gap-3 rounded-lg border p-3 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus',
        checked ? 'border-accent bg-accent-soft' : 'border-line-strong hover:bg-hover',
      )}
    >
      <Icon
        aria-hidden
        className={cx('mt-0.5 size-4.5 shrink-0', checked ? 'text-accent-ink' : 'text-ink-3')}
        strokeWidth={1.75}
      />
      <span className="min-w-0 flex-1">
        <span className="block text-sm font-medium">{title}</span>
        <span className="block text-xs text-ink-2">{text}</span>
      </span>
      <input
        type="radio"
        name="backend"
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-3.5 accent-accent"
      />
    </label>
  )
}

import { Pause, Play, Plus, Square } from 'lucide-react'
import { useCommand } from '../../bridge/use-command.ts'
import { fullTime, momentTime } from '../../format/time.ts'
import { humanise } from '../../format/vocabulary.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadChoices, LeadEnrollment, LeadView } from '#shared/contract/lead-models.ts'

interface CampaignsSectionProps {
  view: LeadView
  canEdit: boolean
  choices: LeadChoices | undefined
  now: number
}

/** The campaigns the lead is in, what they send next, and the way to hold or end them. */
export function CampaignsSection({ view, canEdit, choices, now }: CampaignsSectionProps) {
  const command = useCommand()
  const { enrollments, lead } = view
  const active = new Set(
    enrollments.filter(({ status }) => status === 'active' || status === 'paused').map(({ campaign_id: id }) => id),
  )
  const open = choices?.campaigns.filter(({ id }) => !active.has(id)) ?? []
  return (
    <PanelSection
      id="campaigns"
      title="Campaigns"
      count={enrollments.length}
      empty={enrollments.length === 0 && 'Series of messages that stop when the customer answers.'}
      action={
        canEdit &&
        open.length > 0 && (
          <Menu
            trigger={
              <IconButton label="Enrol in a campaign" size="sm" side="left">
                <Plus className="size-3.5" />
              </IconButton>
            }
          >
            {open.map(({ id, name }) => (
              <MenuItem
                key={id}
                onSelect={() => void command('enrollment.create', { lead_id: lead.id, campaign_id: id })}
              >
                {name}
              </MenuItem>
            ))}
          </Menu>
        )
      }
    >
      <ul className="flex flex-col gap-2.5">
        {enrollments.map((enrollment) => (
          <Enrollment key={enrollment.id} enrollment={enrollment} canEdit={canEdit} now={now} />
        ))}
      </ul>
    </PanelSection>
  )
}

function Enrollment({ enrollment, canEdit, now }: { enrollment: LeadEnrollment; canEdit: boolean; now: number }) {
  const command = useCommand()
  const { id, name, status, paused_reason, next_due_at, next_message, sent, steps } = enrollment
  const input = { enrollment_id: id }
  return (
    <li className="text-sm">
      <div className="flex min-h-7 items-center gap-1">
        <span className="min-w-0 flex-1 truncate" title={name}>
          {name}
        </span>
        <SaveMark state={enrollment.save_state} />
        {canEdit && status === 'active' && (
          <IconButton
            label={`Pause ${name}`}
            size="sm"
            side="left"
            onClick={() => void command('enrollment.pause', input)}
          >
            <Pause className="size-3.5" />
          </IconButton>
        )}
        {canEdit && status === 'paused' && (
          <IconButton
            label={`Go on with ${name}`}
            size="sm"
            side="left"
            onClick={() => void command('enrollment.resume', input)}
          >
            <Play className="size-3.5" />
          </IconButton>
        )}
        {canEdit && (status === 'active' || status === 'paused') && (
          <IconButton
            label={`Stop ${name}`}
            size="sm"
            side="left"
            onClick={() => void command('enrollment.cancel', input)}
          >
            <Square className="size-3.5" />
          </IconButton>
        )}
      </div>
      <p className="text-xs text-ink-2">
        {humanise(status)}
        {steps > 0 && ` · ${sent} of ${steps} sent`}
        {status === 'paused' && paused_reason && ` · ${humanise(paused_reason)}`}
        {next_due_at !== null && status === 'active' && (
          <>
            {' · next '}
            <time title={fullTime(next_due_at)}>{momentTime(next_due_at, now)}</time>
          </>
        )}
      </p>
      {next_message && (
        <p dir="auto" title={next_message} className="mt-0.5 line-clamp-2 text-left text-xs wrap-anywhere text-ink-3">
          {next_message}
        </p>
      )}
    </li>
  )
}

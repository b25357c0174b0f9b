import { Flame, Pin, Snowflake, Sun, UserRoundX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { scoreWords } from '../../format/score-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { HOT_SCORE } from '../../ui/lead-chips.tsx'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { FieldRow, Nothing } from './field-row.tsx'
import { PanelSection } from './panel-section.tsx'
import { Picker } from './picker.tsx'
import { ScoreParts } from './score-parts.tsx'
import { StagePicker } from './stage-picker.tsx'
import type { LeadEdits } from '../../actions/use-lead-edits.ts'
import type { LeadChoices, LeadView } from '#shared/contract/lead-models.ts'
import { TEMPERATURES } from '#shared/domain/vocabulary.ts'

interface SalesSectionProps {
  view: LeadView
  edits: LeadEdits
  canEdit: boolean
  choices: LeadChoices | undefined
  now: number
}

/** Where the lead stands: score with its reasons, temperature, stage, owner. */
export function SalesSection({ view, edits, canEdit, choices, now }: SalesSectionProps) {
  const { lead, marks } = view
  const words = scoreWords(lead.score_parts, view.last_inbound_at, now)
  return (
    <PanelSection id="sales" title="Sales">
      <p className="mb-1 text-sm text-pretty">
        <span className="tabular font-semibold">{lead.score}</span>
        {words ? `: ${words}` : <span className="text-ink-2">: nothing speaks for this lead yet</span>}
        {lead.score >= HOT_SCORE && (
          <span className="ml-1.5 inline-flex items-center gap-0.5 rounded-sm bg-warning-soft px-1 align-middle text-2xs font-medium text-warning">
            <Flame aria-hidden className="size-2.5" strokeWidth={2.5} /> Hot
          </span>
        )}
      </p>
      <ScoreParts parts={lead.score_parts} />
      <dl className="mt-2">
        <FieldRow label="Stage" mark={marks['pipeline_stage_id']}>
          <StagePicker lead={lead} edits={edits} canEdit={canEdit} stages={choices?.stages ?? []} />
        </FieldRow>
        {lead.stage_override && (
          <FieldRow label="" mark={marks['stage_override']}>
            <p className="flex flex-wrap items-center gap-x-1 text-xs text-ink-2">
              <Pin aria-hidden className="size-3" /> Automatic moves are off{canEdit && ':'}
              {canEdit && (
                <button
                  type="button"
                  onClick={() => void edits.release()}
                  className="rounded-sm font-medium text-accent-ink underline underline-offset-2"
                >
                  release
                </button>
              )}
            </p>
          </FieldRow>
        )}
        <FieldRow label="Temperature" mark={marks['temperature']}>
          <Temperature lead={lead} edits={edits} canEdit={canEdit} />
        </FieldRow>
        <FieldRow label="Owner" mark={marks['owner_id']}>
          <Owner lead={lead} edits={edits} canEdit={canEdit} />
        </FieldRow>
      </dl>
    </PanelSection>
  )
}

const TEMPERATURE_ICONS: Record<string, ReactNode> = {
  hot: <Flame aria-hidden className="size-3.5 text-warning" />,
  warm: <Sun aria-hidden className="size-3.5 text-note-ink" />,
  cold: <Snowflake aria-hidden className="size-3.5 text-accent-ink" />,
}
const TEMPERATURE_NAMES: Record<string, string> = { hot: 'Hot', warm: 'Warm', cold: 'Cold' }

type PickerProps = Pick<SalesSectionProps, 'edits' | 'canEdit'> & { lead: LeadView['lead'] }

function Temperature({ lead, edits, canEdit }: PickerProps) {
  const { temperature } = lead
  const set = (value: (typeof TEMPERATURES)[number] | null) =>
    void edits.set('Temperature', { temperature: value }, { temperature: temperature as typeof value })
  const name = temperature === null ? 'Not set' : (TEMPERATURE_NAMES[temperature] ?? temperature)
  return (
    <Picker
      label={`Temperature: ${name}. Change`}
      canEdit={canEdit}
      value={
        temperature === null ? (
          <Nothing>Not set</Nothing>
        ) : (
          <span className="flex items-center gap-1.5 font-normal">
            {TEMPERATURE_ICONS[temperature]} {name}
          </span>
        )
      }
    >
      {TEMPERATURES.map((value) => (
        <MenuItem
          key={value}
          icon={TEMPERATURE_ICONS[value]}
          checked={value === temperature}
          onSelect={() => set(value)}
        >
          {TEMPERATURE_NAMES[value]}
        </MenuItem>
      ))}
      {temperature !== null && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => set(null)}>Not set</MenuItem>
        </>
      )}
    </Picker>
  )
}

function Owner({ lead, edits, canEdit }: PickerProps) {
  const { user } = useSession()
  const { members, nameOf: colleague } = useTeam()
  const { owner_id } = lead
  const name = owner_id === null ? null : owner_id === user.id ? 'You' : colleague(owner_id)
  const able = members.filter(({ id, role }) => role !== 'viewer' && id !== user.id)
  return (
    <Picker
      label={`Owner: ${name ?? 'nobody, in the pool'}. Change`}
      canEdit={canEdit}
      value={
        owner_id !== null && name ? (
          <span className="flex min-w-0 items-center gap-1.5 font-normal">
            <Avatar id={owner_id} name={colleague(owner_id)} size={20} />
            <span className="truncate">{name}</span>
          </span>
        ) : (
          <Nothing>Nobody, in the pool</Nothing>
        )
      }
    >
      {[user, ...able].map((member) => (
        <MenuItem
          key={member.id}
          icon={<Avatar id={member.id} name={member.name} size={20} />}
          checked={member.id === owner_id}
          onSelect={() => void edits.assign(member)}
        >
          {member.id === user.id ? `${member.name} (you)` : member.name}
        </MenuItem>
      ))}
      {owner_id !== null && (
        <>
          <MenuSeparator />
          <MenuItem icon={<UserRoundX className="size-4" />} onSelect={() => void edits.assign(null)}>
            Back to the pool
          </MenuItem>
        </>
      )}
    </Picker>
  )
}

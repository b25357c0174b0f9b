import { Check, Sparkles, TriangleAlert, X } from 'lucide-react'
import { useTeam } from '../../actions/use-team.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { fullTime, momentTime } from '../../format/time.ts'
import { humanise, nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Channel } from '../../ui/channel.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadView } from '#shared/contract/lead-models.ts'

interface RecordProps {
  view: LeadView
  now: number
}

export function Summary({ view, now }: RecordProps) {
  const { lead, summary_at } = view
  return (
    <PanelSection
      id="summary"
      title="Summary"
      mark={
        lead.summary && (
          <span className="inline-flex items-center gap-1 text-2xs font-medium text-ai-ink">
            <Sparkles aria-hidden className="size-3" /> by AI
            {summary_at !== null && (
              <time title={fullTime(summary_at)} className="font-normal text-ink-3">
                {momentTime(summary_at, now)}
              </time>
            )}
          </span>
        )
      }
      empty={!lead.summary && 'What the AI makes of the conversations, once there are some.'}
    >
      {lead.summary && (
        <p dir="auto" className="text-left text-sm text-pretty wrap-anywhere text-ink-2 select-text">
          {lead.summary}
        </p>
      )}
    </PanelSection>
  )
}

export function Consents({ view, now }: RecordProps) {
  const { consents } = view
  const isOut = consents.some(({ status }) => status === 'opted_out')
  return (
    <PanelSection
      id="consents"
      title="Consent"
      count={consents.length}
      mark={
        isOut && (
          <span className="inline-flex items-center gap-1 text-xs text-danger">
            <TriangleAlert aria-hidden className="size-3" /> Opted out
          </span>
        )
      }
      empty={consents.length === 0 && 'On which channels this customer wants to hear from you.'}
    >
      <ul>
        {consents.map(({ platform, status, source, decided_at }) => (
          <li key={platform} className="flex items-start gap-2 py-1 text-sm">
            <Channel platform={platform} className="h-5 w-21 text-xs text-ink-2" />
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-1.5">
                {status === 'opted_in' ? (
                  <Check aria-hidden className="size-3.5 shrink-0 text-positive" />
                ) : (
                  <X aria-hidden className="size-3.5 shrink-0 text-danger" />
                )}
                {humanise(status)}
              </p>
              <p className="text-xs text-ink-3">
                {humanise(source)}, <time title={fullTime(decided_at)}>{momentTime(decided_at, now)}</time>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}

/** The records that became a part of this one; each merge can be taken back, the latest first. */
export function Merges({ view, now, canEdit }: RecordProps & { canEdit: boolean }) {
  const { nameOf: colleague } = useTeam()
  const unmerge = useUnmerge()
  const { merges } = view
  if (merges.length === 0) return null
  return (
    <PanelSection id="merges" title="Merged into this lead" count={merges.length}>
      <ul className="flex flex-col gap-1">
        {merges.map((merge, index) => (
          <li key={merge.id} className="flex min-h-8 items-center gap-2 text-sm">
            <div className="min-w-0 flex-1">
              <p dir="auto" className="truncate text-left">
                {merge.absorbed_label ?? 'Another record of this customer'}
              </p>
              <p className="text-xs text-ink-2">
                {merge.merged_by ? colleague(merge.merged_by) : 'System'},{' '}
                <time title={fullTime(merge.at)}>{momentTime(merge.at, now)}</time>
              </p>
            </div>
            <SaveMark state={merge.save_state} />
            {canEdit && index === 0 && (
              <Button size="sm" onClick={() => void unmerge(merge.id)}>
                Unmerge
              </Button>
            )}
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}

function useUnmerge(): (mergeId: string) => Promise<void> {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  return async (merge_id) => {
    const result = await command('lead.unmerge', { merge_id })
    if (result.ok) showToast({ tone: 'info', text: 'They are two leads again' })
  }
}

/** Stands above all else on a lead that is a part of another now. */
export function MergedInto({ view, canEdit }: { view: LeadView; canEdit: boolean }) {
  const openConversation = useApp((state) => state.openConversation)
  const unmerge = useUnmerge()
  const into = view.merged_into
  if (!into) return null
  const { conversation_id, merge_id } = into
  return (
    <div role="note" className="mx-5 mb-3 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      <p dir="auto" className="text-left wrap-anywhere">
        Merged into {nameOf(into.label)}
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {conversation_id && (
          <Button size="sm" onClick={() => openConversation(conversation_id)}>
            Open it
          </Button>
        )}
        {canEdit && merge_id && (
          <Button size="sm" onClick={() => void unmerge(merge_id)}>
            Unmerge
          </Button>
        )}
      </div>
    </div>
  )
}

/**
 * Stands in for the preload bridge, inside the page, before the app starts. The scenario to play is the page's
 * `leadline-scenario` session value, a name of `SCENARIOS`.
 */
import { IMPORT_LISTS, PAST_IMPORTS } from './fixture-import.ts'
import { conflictItems } from './fixture-conflicts.ts'
import { discardedItems, mergeRecords, outboxView, recordStory } from './fixture-kept.ts'
import { awayDigest } from './fixture-away.ts'
import { createBoard } from './fixture-board.ts'
import { replyOptions, replyTemplates } from './fixture-reply.ts'
import { conversationView, DESIGNED_MAIL, idOf, inboxRow, longTimeline, richTimeline, TEAM } from './fixture-data.ts'
import { draftFiles, filesTimeline, loadedAttachment } from './fixture-files.ts'
import { SCENARIOS, USER, appState, type Scenario, type ScenarioName } from './fixture-scenarios.ts'
import { createTasks } from './fixture-tasks.ts'
import { hotList } from './fixture-hot.ts'
import { CHOICES, presentPeople, savedViews, subjectOf } from './fixture-triage.ts'
import { mentionsPage } from './fixture-mentions.ts'
import { searchCoverage, searchResults } from './fixture-search.ts'
import type { KeptView } from '#shared/contract/areas/offline.ts'
import type { Answering } from '#shared/contract/areas/composer.ts'
import { DESKTOP_DEFAULTS } from '#shared/domain/desktop-settings.ts'
import { UNDO_MS } from '#shared/domain/outgoing.ts'
import { measuredHealth } from './fixture-health.ts'
import { duplicates, leadChoices, leadTimeline, leadView, mergeSides } from './fixture-lead.ts'
import type {
  CommandInput,
  CommandName,
  Desk,
  LiveQueryInput,
  LiveQueryName,
  LiveQueryOutputs,
} from '#shared/contract/ipc.ts'
import type { Draft, InboxRow, TimelineItem } from '#shared/contract/read-models.ts'
import type { Result } from '#shared/contract/result.ts'

/** A small world that answers the contract from memory and changes when commands are given. */
function createFixtureDesk(scenario: Scenario): Desk {
  const started = Date.now()
  const open = new Set<() => void>()
  const drafts = new Map<string, Draft>()
  const taken = new Map<string, Answering>()
  const added = new Map<string, TimelineItem[]>()
  let rows = Array.from({ length: scenario.rows }, (_, index) => inboxRow(index, started))
  const board = createBoard(rows, started)
  const tasks = createTasks(rows, started)
  let attention = conflictItems(started).slice(0, scenario.attention)
  let pending = scenario.sync.pending ?? 0
  let minted = 0
  let kept: readonly KeptView[] = scenario.kept ?? []
  let dismissed = false

  const refresh = () => {
    for (const answer of open) answer()
  }
  const changeRow = (id: string, change: Partial<InboxRow>) => {
    rows = rows.map((row) => (row.id === id ? { ...row, ...change } : row)).sort((a, b) => b.at - a.at)
  }
  const timeline = (index: number): TimelineItem[] =>
    index === 2
      ? longTimeline(5000, started)
      : index === 5
        ? filesTimeline(index, started)
        : richTimeline(index, started)

  const inSplit = (row: InboxRow, split: string): boolean => {
    if (row.status === 'closed') return false
    if (row.status === 'snoozed' || split === 'snoozed') return row.status === split
    if (split === 'hot') return row.score >= 80
    if (split === 'mine') return row.handler_id === USER.id
    if (split === 'unassigned') return row.handler_id === null
    return split === 'waiting' ? row.waiting_since !== null : true
  }
  const counts = (split: string) => {
    const inside = rows.filter((row) => inSplit(row, split))
    return { total: inside.length, unread: inside.filter((row) => row.unread > 0).length }
  }

  const queries: { [N in LiveQueryName]: (input: LiveQueryInput<N>) => LiveQueryOutputs[N] } = {
    'app.state': () => appState(scenario.phase, scenario.role),
    'team.list': () => TEAM,
    'attention.list': () => attention,
    'attention.item': ({ seq }) => attention.find((item) => item.seq === seq) ?? null,
    'attention.discarded': () => (scenario.attention > 0 ? discardedItems(started) : []),
    'away.digest': () => (scenario.away && !dismissed ? awayDigest(rows, started) : null),
    'message.fate': () => ({ status: 'cancelled', save_state: 'saved', too_late: null }),
    'reply.templates': () => replyTemplates(),
    'reply.options': ({ conversation_id: id }) => {
      const row = rows.find((candidate) => candidate.id === id)
      return row ? replyOptions(row, Number(id.slice(-12)), started, taken.get(id)) : null
    },
    'hot.list': () => hotList(scenario.hot ?? 'none', Date.now()),
    'desktop.settings': () => DESKTOP_DEFAULTS,
    'notification.choices': () => [],
    'invitation.waits': () => scenario.invited ?? false,
    'update.state': () => ({
      version: '0.1.0',
      channel: 'latest',
      progress: scenario.update ?? { phase: 'current', checked_at: started },
    }),
    'outbox.list': () => outboxView(started, pending),
    'record.story': () => recordStory(started),
    'import.state': () => scenario.import ?? { file: null, job: null, writing: null },
    'import.lists': () => IMPORT_LISTS,
    'lead.choices': leadChoices,
    'lead.timeline': ({ kinds }) => leadTimeline(kinds, started),
    'lead.duplicates': ({ lead_id }) => (lead_id === idOf(3, 0) ? duplicates() : []),
    'lead.matches': ({ phone }) => (phone?.includes('900123') ? duplicates() : []),
    'lead.merge_sides': mergeSides,
    'lead.view': ({ lead_id }) => {
      const row = rows.find((candidate) => candidate.lead_id === lead_id)
      return row ? leadView(row, started) : null
    },
    'draft.files': ({ conversation_id: id }) => (id === idOf(2, 5) ? draftFiles() : []),
    'upload.progress': () => ({}),
    'search.coverage': () => searchCoverage(started),
    'search.results': (input) => searchResults(input, rows, started),
    'sync.merge_log': () => ({ records: scenario.attention > 0 ? mergeRecords(started) : [], next: null }),
    'inbox.counts': () => ({
      all: counts('all'),
      mine: counts('mine'),
      unassigned: counts('unassigned'),
      hot: counts('hot'),
      waiting: counts('waiting'),
      snoozed: counts('snoozed'),
    }),
    'sync.status': () => ({
      state: 'online',
      since: started - 58 * 60_000,
      synced_at: started - 12_000,
      progress: null,
      error: null,
      retry_at: null,
      ...scenario.sync,
      pending,
      attention: attention.length,
    }),
    'inbox.page': ({ split, from, to, limit }) => {
      const inside = rows.filter(
        (row) =>
          inSplit(row, split) &&
          (!from || row.at < from.at || (row.at === from.at && row.rid < from.rid)) &&
          (!to || row.at > to.at || (row.at === to.at && row.rid >= to.rid)),
      )
      const page = inside.slice(0, limit)
      const last = page.at(-1)
      return { rows: page, next: inside.length > limit && last ? { rank: 0, at: last.at, rid: last.rid } : null }
    },
    'inbox.filtered_count': ({ split }) => counts(split),
    'keep.views': () => [...kept],
    'inbox.bulk_progress': () => scenario.bulk ?? null,
    'deal.view': board.deal,
    'lead.winnable': board.winnable,
    'board.view': board.view,
    'pipeline.editor': board.editor,
    'deal.history': board.history,
    'board.page': board.page,
    'tasks.counts': tasks.counts,
    'tasks.page': tasks.page,
    'calendar.range': tasks.calendar,
    'triage.choices': () => CHOICES,
    'triage.subject': ({ conversation_id }) =>
      subjectOf(
        rows.find(({ id }) => id === conversation_id),
        started,
      ),
    'presence.list': () => (scenario.present ? presentPeople(rows) : []),
    'mentions.people': () => TEAM.slice(1),
    'mentions.list': (input) => mentionsPage(scenario.mentioned ? rows : [], input, started),
    'mentions.unread': () => ({ count: scenario.mentioned ? 3 : 0 }),
    'mentions.of_lead': () => ({ mention_ids: [] }),
    'views.list': () => (scenario.views ? savedViews() : []),
    'claim.state': ({ lead_id }) => scenario.claim?.(lead_id, started) ?? null,
    'claim.lost': () => [],
    'conversation.view': ({ conversation_id: id, limit }) => {
      const row = rows.find((candidate) => candidate.id === id)
      if (!row || scenario.missing) return null
      const index = Number(id.slice(-12))
      const items = [...timeline(index), ...(added.get(id) ?? [])]
      return conversationView(row, index, items.slice(-limit), items.length > limit)
    },
  }

  const add = (id: string, item: TimelineItem) => {
    added.set(id, [...(added.get(id) ?? []), item])
    pending += 1
  }

  const handle = (name: CommandName, input: never): unknown => {
    const { conversation_id: id, body, mode, seq, lead_id: leadId } = input as unknown as Record<string, string>
    const now = Date.now()
    if (name === 'attachment.load') return loadedAttachment((input as CommandInput<'attachment.load'>).attachment_id)
    if (name === 'health.measure') return measuredHealth(scenario.sync, pending, now)
    if (name === 'message.load_html') return DESIGNED_MAIL
    if (name === 'desktop.spell_languages') return ['de', 'en-GB', 'en-US']
    if (name === 'draft.load') return drafts.get(id!) ?? null
    if (name === 'draft.save') drafts.set(id!, { body: body!, mode: mode as Draft['mode'] })
    if (name === 'conversation.read') changeRow(id!, { unread: 0 })
    if (name === 'conversation.close') changeRow(id!, { status: 'closed' })
    if (name === 'conversation.prioritize') changeRow(id!, input)
    if (name === 'conversation.take_over') taken.set(id!, 'person')
    if (name === 'conversation.resume_ai') taken.set(id!, 'ai')
    if (name === 'conversation.reopen') changeRow(id!, { status: 'open' })
    if (name === 'attention.retry' || name === 'attention.discard' || name === 'attention.settle') {
      attention = attention.filter((item) => item.seq !== Number(seq) && item.parent !== Number(seq))
      return name === 'attention.retry' ? null : { undo: 3 }
    }
    if (name === 'task.complete') tasks.complete(input)
    if (name === 'lead.move') board.moveLead(input)
    if (name === 'deal.move') return board.moveDeal(input)
    if (name === 'lead.win') {
      board.moveLead(input)
      return { deal: null }
    }
    if (name === 'away.dismiss') dismissed = true
    if (name === 'keep.add') {
      const view = input as CommandInput<'keep.add'>
      kept = [
        ...kept,
        { ...view, id: ++minted, state: 'fetching', done: 0, total: 0, messages: 0, files: 0, files_left: 0, bytes: 0 },
      ]
    }
    if (name === 'keep.remove') kept = kept.filter((view) => view.id !== (input as CommandInput<'keep.remove'>).id)
    if (name === 'attention.restore') attention = conflictItems(started).slice(0, scenario.attention)
    if (name === 'lead.claim') {
      for (const row of rows) if (row.lead_id === leadId) changeRow(row.id, { handler_id: USER.id })
    }
    if (name === 'message.send') {
      const { scheduled_for: wanted } = input as CommandInput<'message.send'>
      const leavesAt = wanted ?? now + UNDO_MS
      add(id!, {
        ...(richTimeline(0, now)[12] as Extract<TimelineItem, { kind: 'message' }>),
        id: idOf(7, ++minted),
        at: now,
        body: body!,
        status: 'scheduled',
        scheduled_for: leavesAt,
      })
      changeRow(id!, { at: now, preview: body!, last_by: 'you', save_state: 'local', waiting_since: null })
      return { message_id: idOf(7, minted), leaves_at: leavesAt, online: true }
    }
    if (name === 'import.history') return PAST_IMPORTS
    if (name === 'message.take_back') return { settled: true }
    return null
  }

  return {
    platform: 'linux',
    version: '0.1.0',
    command(name, input) {
      const failing = scenario.failing[name]
      if (failing) return Promise.resolve({ ok: false, error: { code: 'storage_full', message: failing } })
      const value = handle(name, structuredClone(input) as never)
      queueMicrotask(refresh)
      return Promise.resolve({ ok: true, value } as Result<never>)
    },
    live(name, input, listener) {
      const answer = () => listener({ ok: true, value: structuredClone(queries[name](input)) })
      open.add(answer)
      queueMicrotask(() => open.has(answer) && answer())
      return () => void open.delete(answer)
    },
    on: () => () => {},
  }
}

const chosen = (sessionStorage.getItem('leadline-scenario') ?? 'inbox') as ScenarioName
Object.defineProperty(window, 'desk', { value: createFixtureDesk(SCENARIOS[chosen]) })

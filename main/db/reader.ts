/** Answers the queries of the screens from a read-only connection. */
import type { Reads } from './calls.ts'
import { mentionable } from './mentionable.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { attentionItem, attentionList } from './read/attention.ts'
import { attachmentPlace, knownAttachments } from './read/attachments.ts'
import { hotLeads, toldOf } from './read/hot-leads.ts'
import { notificationChoices } from './read/notification-choices.ts'
import { linkPlace } from './read/link-place.ts'
import { newsOf, readOf } from './read/news.ts'
import { draftFiles, nextUpload, outgoingIds } from './read/outgoing-files.ts'
import { awayDigest } from './read/away.ts'
import { cacheFacts, oldestChange } from './read/cache-facts.ts'
import { claimState, lostClaims } from './read/claims.ts'
import { boardPage } from './read/board.ts'
import { boardView } from './read/board-view.ts'
import { dealHistory } from './read/stage-history.ts'
import { pipelineEditor } from './read/pipeline-editor.ts'
import { dealView } from './read/deal-view.ts'
import { conversationView, lastInbound, loadDraft } from './read/conversation.ts'
import { discardedList, outboxList } from './read/given-up.ts'
import { keptTexts } from './read/kept.ts'
import { keptFiles, keptSizes, keptViews } from './read/kept-views.ts'
import { importLists } from './read/import-lists.ts'
import { exportedFields, exportedLeads, exportedRids } from './read/lead-export.ts'
import { leadChoices } from './read/lead-choices.ts'
import { leadDuplicates, leadMatches } from './read/lead-duplicates.ts'
import { mergeSides } from './read/lead-merge-sides.ts'
import { leadNotes } from './read/lead-notes.ts'
import { leadTimeline } from './read/lead-timeline.ts'
import { leadView } from './read/lead-view.ts'
import { messageFate, unsentMessage } from './read/message-fate.ts'
import { replyTemplates } from './read/reply-templates.ts'
import { replyOptions, seenOf } from './read/reply-options.ts'
import { filteredCount, inboxCounts, inboxPage, matchingIds } from './read/inbox.ts'
import { mentionsList, mentionsOfLead, unreadMentions } from './read/mentions.ts'
import { mergeLog } from './read/merge-log.ts'
import { recordStory } from './read/record-story.ts'
import { savedViews } from './read/saved-views.ts'
import { supportBundle } from './read/support-bundle.ts'
import { teamList, teamMe } from './read/team.ts'
import { calendarRange, taskCounts, tasksPage } from './read/tasks.ts'
import { triageChoices } from './read/triage-choices.ts'
import { triageSubject, triageSubjects } from './read/triage-subject.ts'
import { winnable } from './read/winnable.ts'

export type ReadHandlers = { [N in keyof Reads]: (input: Reads[N]['input']) => Reads[N]['output'] }

export interface Reader {
  handlers: ReadHandlers
  close(): void
}

/**
 * Each query is one read transaction, begun when it is asked: it sees every commit reported before, and its statements
 * agree with each other.
 */
export function openReader(file: string, key: Uint8Array): Reader {
  const db = connect(file, { key, readonly: true })
  // Better an error that is tried again than a thread that sleeps.
  db.pragma('busy_timeout = 0')
  const handlers: ReadHandlers = {
    'inbox.page': inTransaction(db, inboxPage(db)),
    'inbox.counts': inboxCounts(db),
    'inbox.filtered_count': inTransaction(db, filteredCount(db)),
    'inbox.matching': inTransaction(db, matchingIds(db)),
    'deal.view': inTransaction(db, dealView(db)),
    'lead.winnable': inTransaction(db, winnable(db)),
    'deal.history': inTransaction(db, dealHistory(db)),
    'board.view': inTransaction(db, boardView(db)),
    'pipeline.editor': inTransaction(db, pipelineEditor(db)),
    'board.page': inTransaction(db, boardPage(db)),
    'lead.notes': inTransaction(db, leadNotes(db)),
    'tasks.page': inTransaction(db, tasksPage(db)),
    'calendar.range': inTransaction(db, calendarRange(db)),
    'tasks.counts': inTransaction(db, taskCounts(db)),
    'keep.list': keptViews(db),
    'keep.files': inTransaction(db, keptFiles(db)),
    'keep.sizes': inTransaction(db, keptSizes(db)),
    'triage.choices': inTransaction(db, triageChoices(db)),
    'triage.subjects': triageSubjects(db),
    'triage.subject': triageSubject(db),
    'mentions.people': mentionable(db),
    'mentions.list': mentionsList(db),
    'mentions.unread': unreadMentions(db),
    'mentions.of_lead': mentionsOfLead(db),
    'views.list': savedViews(db),
    'claim.state': inTransaction(db, claimState(db)),
    'claim.lost': inTransaction(db, lostClaims(db)),
    'conversation.view': inTransaction(db, conversationView(db)),
    'message.fate': messageFate(db),
    'message.unsent': unsentMessage(db),
    'reply.templates': inTransaction(db, replyTemplates(db)),
    'reply.options': inTransaction(db, replyOptions(db)),
    'conversation.seen': seenOf(db),
    'conversation.last_inbound': lastInbound(db),
    'lead.view': inTransaction(db, leadView(db)),
    'lead.duplicates': inTransaction(db, leadDuplicates(db)),
    'lead.matches': inTransaction(db, leadMatches(db)),
    'lead.merge_sides': inTransaction(db, mergeSides(db)),
    'lead.timeline': inTransaction(db, leadTimeline(db)),
    'export.rids': inTransaction(db, exportedRids(db)),
    'export.leads': exportedLeads(db),
    'export.fields': exportedFields(db),
    'import.lists': importLists(db),
    'lead.choices': inTransaction(db, leadChoices(db)),
    'health.oldest_change': oldestChange(db),
    'health.cache_facts': inTransaction(db, cacheFacts(db)),
    'support.bundle': inTransaction(db, supportBundle(db)),
    'kept.texts': keptTexts(db),
    'draft.load': loadDraft(db),
    'attachment.place': attachmentPlace(db),
    'draft.files': draftFiles(db),
    'upload.next': nextUpload(db),
    'outgoing.ids': outgoingIds(db),
    'attachment.known': knownAttachments(db),
    'attention.list': inTransaction(db, attentionList(db)),
    'sync.merge_log': inTransaction(db, mergeLog(db)),
    'attention.item': inTransaction(db, attentionItem(db)),
    'attention.discarded': inTransaction(db, discardedList(db)),
    'away.digest': inTransaction(db, awayDigest(db)),
    'hot.list': inTransaction(db, hotLeads(db)),
    'hot.told': toldOf(db),
    'news.of': inTransaction(db, newsOf(db)),
    'news.read': readOf(db),
    'link.place': linkPlace(db),
    'notification.choices': notificationChoices(db),
    'outbox.list': inTransaction(db, outboxList(db)),
    'record.story': inTransaction(db, recordStory(db)),
    'team.list': teamList(db),
    'team.me': inTransaction(db, teamMe(db)),
  }
  return { handlers, close: () => void db.close() }
}

function inTransaction<I, O>(db: Connection, query: (input: I) => O): (input: I) => O {
  const transaction = db.transaction((input: I) => query(input))
  return (input) => transaction.deferred(input)
}

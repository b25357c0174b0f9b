import { StoryDialog } from '../features/conflicts/story-dialog.tsx'
import { PerformanceSheet } from '../features/health/performance-sheet.tsx'
import { HelpSheet } from '../features/help/help-sheet.tsx'
import { LicensesSheet } from '../features/help/licenses-sheet.tsx'
import { ExportDialog } from '../features/import/export-dialog.tsx'
import { ImportDialog } from '../features/import/import-dialog.tsx'
import { BulkPickers } from '../features/inbox/bulk-pickers.tsx'
import { TriagePickers } from '../features/inbox/triage-pickers.tsx'
import { ViewSheets } from '../features/inbox/view-sheets.tsx'
import { LeadDialogs } from '../features/lead/lead-dialogs.tsx'
import { Palette } from '../features/palette/palette.tsx'
import { SettingsDialog } from '../features/settings/settings-dialog.tsx'
import { InvitationDialog } from '../features/session/invitation-dialog.tsx'
import { SignOutDialog } from '../features/session/sign-out-dialog.tsx'
import { NoteSheets } from '../features/notes/note-dialog.tsx'
import { PrintDialog } from '../features/print/print-dialog.tsx'
import { DueReminders } from '../features/tasks/due-reminders.tsx'
import { TaskSheets } from '../features/tasks/task-sheets.tsx'
import { UpdateNotice } from '../features/settings/update-notice.tsx'

/** Sheets and dialogs that come over a conversation, in whichever window it is. */
export function ConversationOverlays() {
  return (
    <>
      <TriagePickers />
      <StoryDialog />
      <LeadDialogs />
      <NoteSheets />
      <TaskSheets />
      <PrintDialog />
    </>
  )
}

/** Sheets and dialogs that come over whatever the main window shows. */
export function Overlays() {
  return (
    <>
      <ConversationOverlays />
      <BulkPickers />
      <ViewSheets />
      <HelpSheet />
      <LicensesSheet />
      <Palette />
      <DueReminders />
      <UpdateNotice />
      <SettingsDialog />
      <PerformanceSheet />
      <ImportDialog />
      <ExportDialog />
      <SignOutDialog />
      <InvitationDialog />
    </>
  )
}

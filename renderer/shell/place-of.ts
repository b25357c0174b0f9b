import type { Place } from '#shared/contract/areas/place.ts'
import type { AppStore, AppSlices } from '../store/app-store.ts'

/** Where the rep is, as it is kept. */
export function placeOf(state: AppSlices): Place {
  const { leadDialog, noteSheet, openId, midway, target, preferences, view } = state
  return {
    screen: state.screen,
    split: state.split,
    filter: state.filter,
    view,
    open_id: openId,
    // While a message that was asked for is on its way, it is where the rep is.
    around: openId === null ? null : (midway ?? target?.messageId ?? null),
    lead_panel: preferences.leadPanelOpen,
    search_text: state.searchText.slice(0, 1000),
    pipeline_id: state.pipelineId,
    task_list: state.taskList,
    task_view: state.taskView,
    lead_id: leadDialog?.kind === 'lead' ? leadDialog.lead_id : null,
    note: noteSheet,
  }
}

/** Puts the rep back where they were. */
export function restorePlace(store: AppStore, place: Place): void {
  const { preferences, setPreference, openConversation, openMessage } = store.getState()
  const { screen, split, filter, view, open_id, around, note, lead_id } = place
  store.setState({
    screen,
    split,
    filter,
    view,
    searchText: place.search_text,
    pipelineId: place.pipeline_id,
    taskList: place.task_list,
    taskView: place.task_view,
    noteSheet: note,
    leadDialog: lead_id === null ? null : { kind: 'lead', lead_id },
  })
  if (preferences.leadPanelOpen !== place.lead_panel) setPreference({ leadPanelOpen: place.lead_panel })
  if (open_id !== null && around !== null) openMessage(open_id, around, true)
  else if (open_id !== null) openConversation(open_id)
}

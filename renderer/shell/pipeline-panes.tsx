import { PipelineScreen } from '../features/pipeline/pipeline-screen.tsx'
import { BesidePanes } from './beside-panes.tsx'

/** The board, and beside it the conversation of the card that is open. */
export function PipelinePanes() {
  return <BesidePanes screen={PipelineScreen} />
}

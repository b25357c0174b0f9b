import { ChevronDown, Columns3Cog, Plus } from 'lucide-react'
import { useState } from 'react'
import { useAdministers } from '../../actions/session-context.ts'
import { useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { ReturnFocus } from '../../ui/return-focus.tsx'
import { NewPipelineDialog } from './new-pipeline-dialog.tsx'
import type { BoardView } from '#shared/contract/areas/pipeline.ts'

const ICON = { className: 'size-4', 'aria-hidden': true } as const

/** Which pipeline is shown; administrators also change its stages and add others. */
export function PipelineChoices({ view: { pipelines, pipeline } }: { view: BoardView }) {
  const store = useAppStore()
  const administers = useAdministers()
  const [isAdding, setAdding] = useState(false)
  if (pipelines.length < 2 && !administers) return null
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button
            tone="ghost"
            size="sm"
            className="min-w-0 shrink"
            aria-label={`Pipeline ${pipeline?.name ?? 'not chosen'}. Change`}
          >
            <span dir="auto" className="min-w-0 truncate">
              {pipeline?.name ?? 'Choose a pipeline'}
            </span>
            <ChevronDown aria-hidden className="size-3.5 shrink-0" />
          </Button>
        }
      >
        {pipelines.map(({ id, name, kind }) => (
          <MenuItem
            key={id}
            checked={id === pipeline?.id}
            detail={kind === 'deal' ? 'Deals' : 'Leads'}
            onSelect={() => store.getState().showPipeline(id)}
          >
            {name}
          </MenuItem>
        ))}
        {administers && (
          <>
            <MenuSeparator />
            {pipeline && (
              <MenuItem icon={<Columns3Cog {...ICON} />} onSelect={() => store.getState().setEditingStages(true)}>
                Edit stages
              </MenuItem>
            )}
            <MenuItem icon={<Plus {...ICON} />} onSelect={() => setAdding(true)}>
              New pipeline…
            </MenuItem>
          </>
        )}
      </Menu>
      {isAdding && (
        <ReturnFocus>
          <NewPipelineDialog onClose={() => setAdding(false)} />
        </ReturnFocus>
      )}
    </>
  )
}

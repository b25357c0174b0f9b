import { DndContext, MouseSensor, TouchSensor, closestCenter, useSensor, useSensors } from '@dnd-kit/core'
import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { DeleteTargetDialog, type DeleteTarget } from './delete-target-dialog.tsx'
import { SavedField } from './saved-field.tsx'
import { inOrder, movedTo } from './stage-order.ts'
import { KIND_NAMES, STAGE_GRID, StageRow } from './stage-row.tsx'
import { useStageEdits, type StageEdits } from './use-stage-editor.ts'
import type { EditedStage, PipelineEditor } from '#shared/contract/areas/stage-editor.ts'
import type { StageKind } from '#shared/domain/vocabulary.ts'

/** A pipeline and its stages, in the place of its board, for who administers. */
export function StageEditor({ pipelineId }: { pipelineId: string }) {
  // The board comes back in the same moment, and takes the focus that the editor had.
  useEffect(
    () => () => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-stage]')?.focus()
    },
    [],
  )
  const { value: editor } = useLive('pipeline.editor', { pipeline_id: pipelineId })
  return editor ? <Editor editor={editor} /> : null
}

/** What is being deleted and needs to say where its cards go. */
type Leaving = { stage: EditedStage } | { stage: null }

function Editor({ editor }: { editor: PipelineEditor }) {
  const store = useAppStore()
  const edits = useStageEdits(editor)
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const deferred = useApp((state) => state.deferred)
  const { pipeline, elsewhere, stages } = editor
  const isLeaving = pipeline.leaving || deferred.includes(pipeline.id)
  const staying = stages.filter((stage) => !stage.leaving && !deferred.includes(stage.id))

  const remove = (stage: EditedStage) => {
    const other = staying.find(({ id }) => id !== stage.id)
    if (stage.cards === 0 && other) edits.remove(stage, other.id)
    else setLeaving({ stage })
  }
  return (
    <section
      aria-label={`Stages of ${pipeline.name}`}
      data-region="list"
      className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-6"
    >
      <div className="mx-auto max-w-200 flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1">
            <span aria-hidden className="mb-1 block text-xs font-medium text-ink-2">
              Name of the pipeline
            </span>
            <SavedField
              label="Name of the pipeline"
              value={pipeline.name}
              maxLength={200}
              disabled={isLeaving}
              className="max-w-100"
              onSave={edits.rename}
            />
          </div>
          <Button tone="primary" onClick={() => store.getState().setEditingStages(false)}>
            Done
          </Button>
        </div>
        {isLeaving && (
          <output className="block rounded-md bg-warning-soft px-3 py-2 text-sm">
            This pipeline is being deleted. Its cards move when that has reached the team.
          </output>
        )}
        <Stages editor={editor} edits={edits} onDelete={remove} />
        <AddStage edits={edits} />
        <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
          <Button
            tone="danger"
            icon={<Trash2 aria-hidden className="size-4" />}
            disabled={isLeaving || pipeline.is_default || elsewhere.length === 0}
            onClick={() => setLeaving({ stage: null })}
          >
            Delete this pipeline…
          </Button>
          <p className="min-w-0 flex-1 text-xs text-ink-2">{whyItStays(editor)}</p>
        </div>
      </div>
      {leaving && (
        <DeleteTargetDialog
          {...targetOf(leaving, editor, staying)}
          onClose={() => setLeaving(null)}
          onDelete={(targetId) => {
            if (leaving.stage) edits.remove(leaving.stage, targetId)
            else edits.removePipeline(targetId)
            setLeaving(null)
          }}
        />
      )}
    </section>
  )
}

function whyItStays({ pipeline, elsewhere }: PipelineEditor): string {
  const cards = pipeline.kind === 'deal' ? 'deals' : 'leads'
  if (pipeline.is_default) return `New ${cards} arrive in this pipeline, so it stays.`
  return elsewhere.length === 0 ? `There is no other pipeline that its ${cards} could move to.` : ''
}

function targetOf(
  { stage }: Leaving,
  { pipeline, stages, elsewhere }: PipelineEditor,
  staying: EditedStage[],
): DeleteTarget {
  const what = pipeline.kind === 'deal' ? 'deals' : 'leads'
  const others = elsewhere.map(({ id, name, pipeline: of }) => ({ id, name: `${of}: ${name}` }))
  if (stage) {
    return {
      what,
      name: stage.name,
      cards: stage.cards,
      targets: [...staying.filter(({ id }) => id !== stage.id), ...others],
    }
  }
  return { what, name: pipeline.name, cards: stages.reduce((sum, { cards }) => sum + cards, 0), targets: others }
}

interface StagesProps {
  editor: PipelineEditor
  edits: StageEdits
  onDelete: (stage: EditedStage) => void
}

/** The stages in their order, which is changed by dragging and by arrows. */
function Stages({ editor: { pipeline, stages }, edits, onDelete }: StagesProps) {
  const deferred = useApp((state) => state.deferred)
  const [wish, setWish] = useState<{ ids: readonly string[]; over: string } | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 120, tolerance: 8 } }),
  )
  const saved = stages.map(({ id }) => id)
  const over = saved.join()
  // Once what is saved has caught up, or a colleague's order came, that is what stands.
  const shown = inOrder(stages, wish?.over === over ? wish.ids : null)
  const ids = shown.map(({ id }) => id)

  const keep = async (next: readonly string[]) => {
    if (next.join() === over) return setWish(null)
    setWish({ ids: next, over })
    if (!(await edits.reorder(next, saved))) setWish(null)
  }
  const step = (stage: EditedStage, place: number) => {
    const next = movedTo(ids, stage.id, place)
    setFocused(stage.id)
    setSaid(`${stage.name}, ${next.indexOf(stage.id) + 1} of ${next.length}`)
    void keep(next)
  }
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      <div aria-hidden className={cx(STAGE_GRID, 'hidden border-b border-line px-3 py-1.5 text-xs text-ink-2 md:grid')}>
        <span className="col-start-3 px-2">Stage</span>
        <span>Kind</span>
        <span className="text-right">{pipeline.kind === 'deal' ? 'Chance' : ''}</span>
        <span className="text-right">Rots after</span>
        <span className="text-right">Cards</span>
      </div>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{ restoreFocus: false }}
        onDragOver={({ active, over: under }) => {
          if (under) setWish({ ids: movedTo(ids, String(active.id), ids.indexOf(String(under.id))), over })
        }}
        onDragCancel={() => setWish(null)}
        onDragEnd={() => void keep(ids)}
      >
        <ol aria-label="Stages">
          {shown.map((stage, place) => (
            <StageRow
              key={stage.id}
              stage={stage}
              kind={pipeline.kind}
              place={place}
              places={shown.length}
              edits={edits}
              leaving={stage.leaving || deferred.includes(stage.id)}
              takesFocus={stage.id === focused}
              onMove={(to) => step(stage, to)}
              onDelete={() => onDelete(stage)}
            />
          ))}
        </ol>
      </DndContext>
      <output className="sr-only">{said}</output>
    </div>
  )
}

function AddStage({ edits }: { edits: StageEdits }) {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<StageKind>('open')
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = name.trim() === '' ? 'Give the stage a name.' : await edits.add(name.trim(), kind)
    setError(wrong)
    if (wrong === null) setName('')
    field.current?.focus()
  }
  return (
    <form onSubmit={(event) => void add(event)} className="flex flex-wrap items-start gap-2">
      <div className="min-w-40 flex-1">
        <input
          ref={field}
          aria-label="Name of a new stage"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'new-stage-error' : undefined}
          dir="auto"
          autoComplete="off"
          maxLength={100}
          placeholder="A new stage…"
          value={name}
          onChange={(event) => {
            setName(event.target.value)
            setError(null)
          }}
          className={cx(
            'h-8 w-full rounded-md border bg-surface px-2 text-sm select-text',
            error ? 'border-danger' : 'border-control-line',
          )}
        />
        {error && (
          <p id="new-stage-error" role="alert" className="mt-1 text-xs text-danger">
            {error}
          </p>
        )}
      </div>
      <select
        aria-label="Kind of the new stage"
        value={kind}
        onChange={(event) => setKind(event.target.value as StageKind)}
        className="h-8 rounded-md border border-control-line bg-surface px-2 text-sm"
      >
        {(Object.keys(KIND_NAMES) as StageKind[]).map((value) => (
          <option key={value} value={value}>
            {KIND_NAMES[value]}
          </option>
        ))}
      </select>
      <Button type="submit" icon={<Plus aria-hidden className="size-4" />}>
        Add stage
      </Button>
    </form>
  )
}

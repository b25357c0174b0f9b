import type { StateCreator } from 'zustand/vanilla'
import type { BoardCard, BoardStage, PipelineKind } from '#shared/contract/areas/pipeline.ts'
import type { ConflictsSlice } from './conflicts-slice.ts'
import type { InboxSlice } from './inbox-slice.ts'

/** A stage of the board by its id; empty for the column of leads without a stage. */
export type StageKey = string
export type Stage = BoardStage

/** A card on its way from one stage to another. */
export interface CardMove {
  kind: PipelineKind
  card: BoardCard
  /** Null where it had none. */
  from: Stage | null
  to: Stage
}

export type StageCards = Readonly<Record<StageKey, readonly BoardCard[]>>

export interface PipelineSlice {
  /** The pipeline that is shown; null for the default one of leads. */
  pipelineId: string | null
  /** Where the arrows are. */
  boardCursor: { stage: StageKey; cardId: string | null } | null
  /** The cards that are loaded, by stage, in the order of their columns, as the rep's own moves have left them. */
  boardRows: StageCards
  /** The same as the cache has them, which is a moment behind. */
  boardLoaded: StageCards
  /** A card that the rep has lifted with the keyboard, and the stage it is over. */
  lifted: { card: BoardCard; from: StageKey; over: StageKey } | null
  /** Moves that were made, until the columns have them: a card is where it was dropped at once. */
  moving: readonly CardMove[]
  /** A move that needs an answer first: why it was lost, what it came to. */
  asking: CardMove | null
  /** The card for which a stage is being chosen. */
  choosing: { card: BoardCard; from: StageKey } | null
  /** The stages are edited in the place of the board. */
  isEditingStages: boolean
  /** What a screen reader is told about a card that is moved. */
  boardSaid: string
  /** @param id the pipeline to show; the one that was shown last when left out */
  showPipeline: (id?: string) => void
  setBoardCursor: (cursor: PipelineSlice['boardCursor']) => void
  setBoardRows: (stage: StageKey, rows: readonly BoardCard[], loaded: readonly BoardCard[]) => void
  /** The column is no longer shown. */
  dropBoardRows: (stage: StageKey) => void
  setLifted: (lifted: PipelineSlice['lifted']) => void
  addMoving: (move: CardMove) => void
  removeMoving: (cardId: string) => void
  setAsking: (move: CardMove | null) => void
  setChoosing: (choosing: PipelineSlice['choosing']) => void
  sayOfBoard: (text: string) => void
  setEditingStages: (isEditing: boolean) => void
  leavePipeline: () => void
}

const EMPTY = {
  pipelineId: null,
  boardCursor: null,
  boardRows: {},
  boardLoaded: {},
  lifted: null,
  moving: [],
  asking: null,
  choosing: null,
  boardSaid: '',
  isEditingStages: false,
} as const

export const createPipelineSlice: StateCreator<
  PipelineSlice & Pick<ConflictsSlice, 'screen'> & Pick<InboxSlice, 'openId' | 'target'>,
  [],
  [],
  PipelineSlice
> = (set) => ({
  ...EMPTY,
  showPipeline: (id) =>
    set((now) => {
      const pipelineId = id ?? now.pipelineId
      const isOther = pipelineId !== now.pipelineId
      return {
        screen: 'pipeline',
        pipelineId,
        // The inbox's conversation is not one of a card.
        ...(now.screen !== 'pipeline' && { openId: null, target: null }),
        ...(isOther && { boardCursor: null, boardRows: {}, boardLoaded: {}, lifted: null }),
      }
    }),
  setBoardCursor: (boardCursor) => set({ boardCursor }),
  setBoardRows: (stage, rows, loaded) =>
    set((now) => ({
      boardRows: { ...now.boardRows, [stage]: rows },
      boardLoaded: { ...now.boardLoaded, [stage]: loaded },
    })),
  dropBoardRows: (stage) =>
    set((now) => {
      const { [stage]: _rows, ...boardRows } = now.boardRows
      const { [stage]: _loaded, ...boardLoaded } = now.boardLoaded
      return { boardRows, boardLoaded }
    }),
  setLifted: (lifted) => set({ lifted }),
  addMoving: (move) => set((now) => ({ moving: [...without(now.moving, move.card.id), move] })),
  removeMoving: (cardId) => set((now) => ({ moving: without(now.moving, cardId) })),
  setAsking: (asking) => set({ asking }),
  setChoosing: (choosing) => set({ choosing }),
  sayOfBoard: (boardSaid) => set({ boardSaid }),
  setEditingStages: (isEditingStages) =>
    set({ isEditingStages, ...(isEditingStages && { openId: null, target: null, lifted: null }) }),
  leavePipeline: () => set(EMPTY),
})

const without = (moves: readonly CardMove[], cardId: string): CardMove[] =>
  moves.filter(({ card }) => card.id !== cardId)

import type { StateCreator } from 'zustand/vanilla'
import type { Draft } from '#shared/contract/read-models.ts'

/** A reply that the rep has sent, as they wrote it. */
export interface SentReply {
  messageId: string
  /** In whose composer it was written; it may leave by another conversation of the same lead. */
  conversationId: string
  draft: Draft
}

export interface OutgoingSlice {
  /** The last replies of this window, which may still be taken back. */
  sentReplies: readonly SentReply[]
  /** Those whose taking back waits for the server's consent. */
  takingBack: readonly SentReply[]
  rememberSent: (reply: SentReply) => void
  awaitTakenBack: (reply: SentReply) => void
  endTakingBack: (messageId: string) => void
  forgetSent: () => void
}

/** More are never within the seconds in which a reply can be taken back. */
const REMEMBERED = 20

export const createOutgoingSlice: StateCreator<OutgoingSlice> = (set) => ({
  sentReplies: [],
  takingBack: [],
  rememberSent: (reply) => set((now) => ({ sentReplies: [...now.sentReplies, reply].slice(-REMEMBERED) })),
  awaitTakenBack: (reply) => set((now) => ({ takingBack: [...without(now.takingBack, reply.messageId), reply] })),
  endTakingBack: (messageId) => set((now) => ({ takingBack: without(now.takingBack, messageId) })),
  forgetSent: () => set({ sentReplies: [], takingBack: [] }),
})

const without = (replies: readonly SentReply[], id: string): SentReply[] =>
  replies.filter(({ messageId }) => messageId !== id)

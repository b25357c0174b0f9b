/** What a peer's script is given, and what it offers for the bench to work with. */
import type { Sql } from 'postgres'
import type { FaultProxy } from '#tests/support/fault-proxy.ts'
import type { PeerTables } from './tables.ts'

export interface PeerBackend {
  url: string
  anonKey: string
  databaseUrl: string
  sql: Sql
  tables: PeerTables
  startFaultProxy: (target: string) => Promise<FaultProxy>
}

export type PeerRow = Record<string, unknown>

/** One client of the peer, empty at first, that keeps all rows of all tables in memory. */
export interface PeerClient {
  /** Begins to replicate; resolves when what the backend has can be queried here. */
  sync(): Promise<void>
  countRows(): Promise<number>
  /** Any row that was replicated, to be written again under another id. */
  anyRow(table: string): Promise<PeerRow>
  /** Resolves when this client itself has the row. */
  insert(table: string, row: PeerRow): Promise<void>
  /** A live query: tells the body of a conversation's newest message, now and after each change. */
  watchNewest(conversationId: string, tell: (body: string) => void): () => void
  goOffline(): Promise<void>
  /** Resolves as soon as the client could send. */
  goOnline(): Promise<void>
  /** Resolves when the backend has answered for every row inserted here. */
  untilSent(): Promise<void>
  close(): Promise<void>
}

export interface Peer {
  /** @param canGoOffline false spares the client whatever `goOffline` needs in between */
  openClient(canGoOffline: boolean): Promise<PeerClient>
  stop(): Promise<void>
}

export type StartPeer = (backend: PeerBackend) => Promise<Peer>

/** Milliseconds each. */
export interface PeerSamples {
  initial: number[]
  live: number[]
  drain: number[]
}

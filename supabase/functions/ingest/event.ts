/** A value of JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined }

export interface Sender {
  /** The customer's account at the vendor: a number, an address, an id. */
  id: string
  name?: string | undefined
  first_name?: string | undefined
  last_name?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  handle?: string | undefined
  avatar_url?: string | undefined
  /** Ids of messages that this one answers. */
  references?: string[] | undefined
}

export interface AttachmentFacts {
  path: string
  file_name?: string | undefined
  content_type?: string | undefined
  size_bytes: number
  sha256?: string | undefined
  metadata?: Json | undefined
}

export interface IncomingMessage {
  external_id?: string | undefined
  content_type: 'text' | 'image' | 'audio' | 'video' | 'file' | 'call' | 'template' | 'event'
  body: string
  subject?: string | undefined
  html_body?: string | undefined
  from?: string | undefined
  to?: string | undefined
  metadata?: { [key: string]: Json | undefined } | undefined
  attachments?: AttachmentFacts[] | undefined
}

interface Occurrence {
  external_id?: string | undefined
  /** ISO 8601. */
  at?: string | undefined
  /** The channel's own identity at the vendor, when one address serves several. */
  address?: string | undefined
  /** Whoever sends it is told what is wrong with it, instead of its being kept as a dead letter. */
  strict?: boolean | undefined
}

/** A customer got in touch. */
export interface ContactEvent extends Occurrence {
  kind: 'contact'
  sender: Sender
  message?: IncomingMessage | undefined
  /** Columns of touchpoint_sessions. */
  session?: { [key: string]: Json | undefined } | undefined
  /** What else is known of the lead. */
  lead?: { [key: string]: Json | undefined } | undefined
  form?: { [key: string]: Json | undefined } | undefined
  summary?: string | undefined
  requires?: 'name_and_phone' | undefined
}

/** What became of a message of ours. */
export interface StatusEvent extends Occurrence {
  kind: 'status'
  external_id: string
  status: string
  error?: string | undefined
  /** Our own id of it, when the vendor was told. */
  message_id?: string | undefined
}

/** The customer has read all that was sent before `at`. */
export interface ReadEvent extends Occurrence {
  kind: 'read_up_to'
  sender: Sender
}

export interface AgentEvent extends Occurrence {
  kind: 'agent_reply' | 'agent_qualified' | 'agent_opt_out' | 'agent_insight'
  conversation_id: string
  [field: string]: Json | undefined
}

/** What an adapter could not make sense of, as it came. */
export interface UnreadableEvent extends Occurrence {
  kind: 'unreadable'
  reason: string
  raw: Json
}

/** What `ingest_event` takes; supabase/migrations/…_ingest_event.sql says what becomes of it. */
export type IngestEvent = ContactEvent | StatusEvent | ReadEvent | AgentEvent | UnreadableEvent

import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { ContactEvent, IncomingMessage } from './event.ts'
import { attachmentOf } from './media.ts'
import { number } from './reading.ts'
import { invalidBody } from './refusal.ts'
import { emptyTwiml, plainAddress, readParameters, verifyTwilio } from './twilio.ts'

type Get = (name: string) => string | undefined

/** How a call that is over is told in the thread (Twilio, "Call resource: Call status values"). */
const ENDINGS: Readonly<Record<string, string>> = {
  completed: 'Call',
  busy: 'Call not answered: busy',
  'no-answer': 'Missed call',
  canceled: 'Missed call: given up before it was answered',
  failed: 'Call that did not come through',
}

/** What Twilio writes for callers who withhold their number (Twilio, "Caller ID: Anonymous"). */
const ANONYMOUS = /^(?:anonymous|restricted|unavailable|unknown|\+?266696687|\+?7378742833|\+?2562533|\+?8656696|)$/i

/**
 * Twilio voice (Twilio, "TwiML voice: Twilio's request to your application", "Call status callbacks", "Recording status
 * callbacks", "Record: transcribeCallback"). A call is a session while it goes on and one message when it is over; its
 * transcript is a message of its own.
 */
export const twilioVoice: Adapter = {
  platforms: ['voice'],
  maxBytes: MAX_BYTES,
  verify: verifyTwilio,
  answer: emptyTwiml,
  read(delivery, { channel }) {
    const get = readParameters(delivery)
    const call = get('CallSid')
    if (!call) throw invalidBody('CallSid is missing.')
    return Promise.resolve({ events: [callOf(call, get, `${channel.organizationId}/${channel.id}`)] })
  },
}

function callOf(call: string, get: Get, folder: string): ContactEvent {
  const outbound = (get('Direction') ?? '').startsWith('outbound')
  const address = plainAddress((outbound ? get('To') : (get('From') ?? get('Caller'))) ?? '')
  const withheld = ANONYMOUS.test(address)
  const message = transcriptOf(get) ?? recordingOf(get, folder) ?? endingOf(call, outbound, get)
  return {
    kind: 'contact',
    // A status report has no id of its own, and the session moves only forward.
    external_id: message?.external_id,
    sender: {
      id: withheld ? `anonymous ${call}` : address,
      phone: withheld ? undefined : address,
      name: get('CallerName'),
    },
    message,
    session: {
      call_sid: call,
      phone_number: plainAddress((outbound ? get('From') : get('To')) ?? '') || undefined,
      call_status: get('CallStatus'),
      call_direction: outbound ? 'outbound' : 'inbound',
      call_duration_seconds: seconds(get('CallDuration')),
      recording_url: get('RecordingUrl'),
      transcription: get('TranscriptionText'),
    },
  }
}

function transcriptOf(get: Get): IncomingMessage | undefined {
  const [id, transcript] = [get('TranscriptionSid'), get('TranscriptionText')]
  if (!id || !transcript) return undefined
  return { external_id: id, content_type: 'call', body: transcript, metadata: { transcript_of: get('CallSid') } }
}

/** A recording that is whole; Twilio gives it out as MP3 where the address ends so. */
function recordingOf(get: Get, folder: string): IncomingMessage | undefined {
  const [id, url] = [get('RecordingSid'), get('RecordingUrl')]
  if (!id || !url || (get('RecordingStatus') ?? 'completed') !== 'completed') return undefined
  const source = { url: `${url}.mp3` }
  return {
    external_id: id,
    content_type: 'call',
    body: 'Recording of the call',
    metadata: { recording_of: get('CallSid'), duration_seconds: seconds(get('RecordingDuration')) },
    attachments: [attachmentOf(`${folder}/${id}`, 0, { name: 'Recording.mp3', type: 'audio/mpeg', source })],
  }
}

function endingOf(call: string, outbound: boolean, get: Get): IncomingMessage | undefined {
  const status = get('CallStatus') ?? ''
  const ending = Object.hasOwn(ENDINGS, status) ? ENDINGS[status] : undefined
  if (!ending || outbound || get('RecordingSid')) return undefined
  const lasted = seconds(get('CallDuration'))
  const body =
    status === 'completed' && lasted !== undefined
      ? `${ending}, ${Math.floor(lasted / 60)} min ${lasted % 60} s`
      : ending
  return {
    external_id: call,
    content_type: 'call',
    body,
    metadata: { call_sid: call, status, duration_seconds: lasted },
  }
}

/** @returns undefined for what no length of a call is. */
function seconds(value: string | undefined): number | undefined {
  const count = number(value)
  return count !== undefined && Number.isInteger(count) && count >= 0 && count < 2_147_483_647 ? count : undefined
}

import type { Adapter, AdapterContext } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { IngestEvent, Json } from './event.ts'
import { formEvent } from './form.ts'
import { answerMetaChallenge, verifyMeta } from './meta.ts'
import { list, object, readObject, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'
import { Refusal } from './refusal.ts'

const GRAPH = 'https://graph.facebook.com'
const VERSION = 'v23.0'

/**
 * Facebook lead ads (Meta for Developers, "Lead ads: Retrieving leads: Webhooks"). The webhook names the lead; what the
 * customer filled in is fetched with the channel's `access_token`.
 */
export const leadAds: Adapter = {
  platforms: ['facebook', 'web'],
  maxBytes: MAX_BYTES,
  challenge: answerMetaChallenge,
  verify: verifyMeta,
  async read({ body }, context) {
    const changes = list(readObject(body)['entry'])
      .flatMap((entry) => list(object(entry)?.['changes']))
      .map((change) => object(change) ?? {})
      .filter((change) => text(change['field']) === 'leadgen')
    return { events: await Promise.all(changes.map((change) => readLead(object(change['value']) ?? {}, context))) }
  },
}

async function readLead(value: JsonObject, context: AdapterContext): Promise<IngestEvent> {
  const id = text(value['leadgen_id'])
  if (!id || !/^\d{1,40}$/.test(id)) return { kind: 'unreadable', reason: 'lead_ad_without_id', raw: value as Json }
  const lead = await fetchLead(id, context)
  const fields = Object.fromEntries(
    list(lead['field_data']).flatMap((item): [string, Json][] => {
      const [name, values] = [text(object(item)?.['name']), list(object(item)?.['values'])]
      return name ? [[name, values.map((entry) => text(entry) ?? '').join(', ')]] : []
    }),
  )
  return formEvent({
    formId: text(lead['form_id']) ?? text(value['form_id']),
    submissionId: id,
    at: time(lead['created_time'] ?? value['created_time']),
    fields,
    utm: { campaign: text(lead['campaign_name']), ad: text(lead['ad_name']), source: 'facebook' },
    source: 'facebook_lead_ads',
  })
}

/** @throws Refusal 503 when the lead cannot be fetched now: Meta delivers again. */
async function fetchLead(id: string, { channel, env, fetch }: AdapterContext): Promise<JsonObject> {
  const token = channel.credentials['access_token']
  if (!token) throw new Refusal(503, 'not_set_up', 'The channel has no access_token to fetch leads with.')
  const url = new URL(`${env['META_GRAPH_URL'] ?? GRAPH}/${VERSION}/${id}`)
  url.searchParams.set('fields', 'id,created_time,form_id,campaign_name,ad_name,field_data')
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  const lead = answer?.ok ? object(await answer.json().catch(() => null)) : undefined
  if (!lead) throw new Refusal(503, 'vendor_unreachable', 'The lead could not be fetched; deliver again.')
  return lead
}

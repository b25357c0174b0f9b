import type { Adapter } from './adapter.ts'
import { MAX_BYTES } from './adapter.ts'
import type { ContactEvent } from './event.ts'
import { object, readObject, text, time } from './reading.ts'
import type { JsonObject } from './reading.ts'
import { invalidBody } from './refusal.ts'
import { verifyStamped } from './stamped.ts'

/**
 * Our own forms and any form builder that can sign: `{form_id, submission_id, submitted_at, fields: {…}, page_url,
 * user_agent, utm}`. Signed with the channel's `form_secret`.
 */
export const form: Adapter = {
  platforms: ['web', 'email', 'facebook'],
  maxBytes: MAX_BYTES,
  verify: (delivery, context) => verifyStamped(delivery, context, 'form_secret'),
  read({ body }) {
    const submission = readObject(body)
    const [fields, submissionId] = [object(submission['fields']), text(submission['submission_id'])]
    if (!fields || !submissionId) throw invalidBody('fields and submission_id are required.')
    const event = formEvent({
      formId: text(submission['form_id']),
      submissionId,
      at: time(submission['submitted_at']),
      fields,
      pageUrl: text(submission['page_url']),
      userAgent: text(submission['user_agent']),
      utm: object(submission['utm']),
      source: 'form',
    })
    return Promise.resolve({ events: [{ ...event, strict: true }] })
  },
}

/** A form that was filled in. */
export interface Submission {
  formId: string | undefined
  submissionId: string
  at: string | undefined
  fields: JsonObject
  pageUrl?: string | undefined
  userAgent?: string | undefined
  utm?: JsonObject | undefined
  source: string
}

/** What fields are called that say who somebody is: in Meta's lead ads, common form builders, and ours. */
const NAMES = {
  name: ['full_name', 'name', 'fullname', 'your_name'],
  first_name: ['first_name', 'firstname', 'given_name'],
  last_name: ['last_name', 'lastname', 'family_name', 'surname'],
  phone: ['phone_number', 'phone', 'mobile', 'telephone', 'tel', 'mobile_number'],
  email: ['email', 'e_mail', 'email_address', 'work_email'],
  company_name: ['company_name', 'company', 'organisation', 'organization'],
  postcode: ['post_code', 'postcode', 'zip_code', 'zip', 'postal_code'],
  address: ['street_address', 'address'],
  message: ['message', 'comment', 'comments', 'question', 'enquiry', 'inquiry'],
} as const

/** The event of a submission. Fields are recognised whatever their case and whether words are joined by blanks or lines. */
export function formEvent({
  formId,
  submissionId,
  at,
  fields,
  pageUrl,
  userAgent,
  utm,
  source,
}: Submission): ContactEvent {
  const known = new Map(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase().replace(/[\s-]+/g, '_'), text(value)]),
  )
  const field = (name: keyof typeof NAMES): string | undefined =>
    NAMES[name].map((key) => known.get(key)).find((value) => value !== undefined)
  const [phone, email, body] = [field('phone'), field('email'), field('message')]
  return {
    kind: 'contact',
    external_id: `form ${submissionId}`,
    at,
    sender: {
      id: phone ?? email?.toLowerCase() ?? submissionId,
      name: field('name'),
      first_name: field('first_name'),
      last_name: field('last_name'),
      phone,
      email,
    },
    ...(body !== undefined && { message: { external_id: `form ${submissionId}`, content_type: 'text', body } }),
    lead: {
      company_name: field('company_name'),
      postcode: field('postcode'),
      address: field('address'),
      source,
      source_details: { form_id: formId, page_url: pageUrl },
      utm: utm ?? {},
    },
    form: {
      id: formId,
      external_id: submissionId,
      data: fields,
      utm: utm ?? {},
      page_url: pageUrl,
      user_agent: userAgent,
    },
    session: { website_url: pageUrl?.slice(0, 2_000) },
  }
}

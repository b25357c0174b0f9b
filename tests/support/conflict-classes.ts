import type { Page } from '@playwright/test'
import { command, settleBy, type Clash, type Scene } from './conflict-scene.ts'

const DAY = 24 * 3_600_000

const mine = (window: Page) => settleBy(window, /^Keep mine/, 'm')
const theirs = (window: Page) => settleBy(window, /^Take theirs/, 't')
const sendAnyway = (window: Page) => settleBy(window, /^Send anyway/)
const discard = (window: Page) => settleBy(window, /^Discard$/)

/** Puts something else into a field: a choice by its label, a text as it is. */
async function edit(window: Page, field: string, value: string, button: RegExp): Promise<void> {
  const editor = window.getByLabel(`New value of ${field}`)
  if (!(await editor.isVisible())) await window.getByRole('radio', { name: /^(Something else|Edited|Instead)/ }).check()
  if ((await editor.evaluate((element) => element.tagName)) === 'SELECT') await editor.selectOption({ label: value })
  else await editor.fill(value)
  await settleBy(window, button)
}

/** The second rep answers, having seen the customer's first message alone. */
const replies = (lead: string) => async (scene: Scene) => {
  const { conversationId } = await scene.enquiry(lead)
  await command(scene.second.window, 'message.send', { conversation_id: conversationId, body: `Reply to ${lead}` })
}

/** The bodies of what was written to a lead. */
const outbound = (lead: string) => async (scene: Scene) => {
  const { leadId } = await scene.enquiry(lead)
  const rows = await scene.sql<{ body: string }[]>`
    select body from messages where lead_id = ${leadId} and direction = 'outbound' and status <> 'cancelled'`
  return rows.map(({ body }) => body)
}

const heldReply = (lead: string, given: Pick<Clash, 'settle' | 'expected'> & Partial<Clash>): Clash => ({
  lead,
  reason: /customer wrote again/,
  meanwhile: (scene) => scene.customerWrites(lead),
  offline: replies(lead),
  stands: outbound(lead),
  ...given,
})

const stageOf = (lead: string) => async (scene: Scene) =>
  (await scene.row('leads', (await scene.enquiry(lead)).leadId))?.['pipeline_stage_id']

const moves = (who: 'first' | 'second', lead: string, stage: string) => async (scene: Scene) =>
  void (await command(scene[who].window, 'lead.move', {
    lead_id: (await scene.enquiry(lead)).leadId,
    stage_id: await scene.stage(stage),
    reason: null,
  }))

const stageClash = (lead: string, settle: Clash['settle'], expected: string): Clash => ({
  lead,
  reason: /changed stage at the same time/,
  meanwhile: moves('first', lead, 'High Intent'),
  offline: moves('second', lead, 'Qualified'),
  settle,
  stands: stageOf(lead),
  expected: (scene: Scene) => scene.stage(expected),
})

const ownerClash = (lead: string, settle: Clash['settle'], expected: 'first' | 'second'): Clash => {
  const takes = (who: 'first' | 'second') => async (scene: Scene) =>
    void (await command(scene[who].window, 'lead.assign', {
      lead_id: (await scene.enquiry(lead)).leadId,
      owner_id: scene[who].member.id,
    }))
  return {
    lead,
    reason: /changed owner at the same time/,
    meanwhile: takes('first'),
    offline: takes('second'),
    settle,
    stands: async (scene) => (await scene.row('leads', (await scene.enquiry(lead)).leadId))?.['owner_id'],
    expected: async (scene: Scene) => scene[expected].member.id,
  }
}

const snoozes = (lead: string) => async (scene: Scene) =>
  void (await command(scene.second.window, 'conversation.snooze', {
    conversation_id: (await scene.enquiry(lead)).conversationId,
    until: Date.now() + 7 * DAY,
  }))

const statusOf = (lead: string) => async (scene: Scene) =>
  (await scene.row('conversations', (await scene.enquiry(lead)).conversationId))?.['status']

const statusClash = (lead: string, settle: Clash['settle'], expected: string): Clash => ({
  lead,
  reason: /changed status at the same time/,
  meanwhile: async (scene) =>
    void (await command(scene.first.window, 'conversation.close', {
      conversation_id: (await scene.enquiry(lead)).conversationId,
    })),
  offline: snoozes(lead),
  settle,
  stands: statusOf(lead),
  expected,
})

/** Changes of the same field by two reps, settled for each side and for something else. */
export const FIELD_CLASHES: Clash[] = [
  stageClash('Stage Mine', mine, 'Qualified'),
  stageClash('Stage Theirs', theirs, 'High Intent'),
  stageClash(
    'Stage Other',
    (window) => edit(window, 'Stage', 'Booking Made', /^Save the edited value/),
    'Booking Made',
  ),
  {
    ...stageClash(
      'Stage Deleted',
      (window) => edit(window, 'Stage', 'High Intent', /^Save the edited value/),
      'High Intent',
    ),
    reason: /stage no longer exists/,
    meanwhile: async (scene) =>
      scene.administer('stage.delete', {
        stage_id: await scene.stage('Cold'),
        target_id: await scene.stage('New'),
      }),
    offline: moves('second', 'Stage Deleted', 'Cold'),
  },
  ownerClash('Owner Mine', mine, 'second'),
  ownerClash('Owner Theirs', theirs, 'first'),
  statusClash('Status Mine', mine, 'snoozed'),
  statusClash('Status Theirs', theirs, 'closed'),
]

/** Replies and other steps that were right when they were taken and no longer are. */
export const HELD_CLASHES: Clash[] = [
  heldReply('Reply Anyway', { settle: sendAnyway, expected: ['Reply to Reply Anyway'] }),
  heldReply('Reply Edited', {
    settle: (window) => edit(window, 'Text', 'A better answer', /^Send the edited reply/),
    expected: ['A better answer'],
  }),
  heldReply('Reply Dropped', { settle: discard, expected: [] }),
  heldReply('Owner Changed', {
    reason: /lead is a colleague’s by now/,
    meanwhile: async (scene) =>
      void (await command(scene.first.window, 'lead.assign', {
        lead_id: (await scene.enquiry('Owner Changed')).leadId,
        owner_id: scene.first.member.id,
      })),
    settle: sendAnyway,
    expected: ['Reply to Owner Changed'],
  }),
  heldReply('Ai Changed', {
    reason: /Whether the AI answers here has changed/,
    meanwhile: async (scene) =>
      void (await command(scene.first.window, 'conversation.resume_ai', {
        conversation_id: (await scene.enquiry('Ai Changed')).conversationId,
      })),
    settle: sendAnyway,
    expected: ['Reply to Ai Changed'],
  }),
  heldReply('Opted Out', {
    reason: /does not want to be written to/,
    meanwhile: async ({ sql, enquiry }) => {
      const { leadId } = await enquiry('Opted Out')
      await sql`insert into consents (organization_id, lead_id, platform, status, source)
        select organization_id, id, 'sms', 'opted_out', 'rep' from leads where id = ${leadId}`
    },
    settle: discard,
    expected: [],
  }),
  heldReply('Not Contacted', {
    reason: /not to be contacted/,
    meanwhile: async ({ sql, enquiry }) => {
      const { leadId } = await enquiry('Not Contacted')
      await sql`update leads set contact_status = 'removed' where id = ${leadId}`
    },
    settle: discard,
    expected: [],
  }),
  {
    lead: 'Close Anyway',
    reason: /customer wrote again/,
    meanwhile: (scene) => scene.customerWrites('Close Anyway'),
    offline: async (scene) =>
      void (await command(scene.second.window, 'conversation.close', {
        conversation_id: (await scene.enquiry('Close Anyway')).conversationId,
      })),
    settle: (window) => settleBy(window, /^Close anyway/),
    stands: statusOf('Close Anyway'),
    expected: 'closed',
  },
  {
    lead: 'Snooze Dropped',
    reason: /customer wrote again/,
    meanwhile: (scene) => scene.customerWrites('Snooze Dropped'),
    offline: snoozes('Snooze Dropped'),
    settle: discard,
    stands: statusOf('Snooze Dropped'),
    expected: 'open',
  },
]

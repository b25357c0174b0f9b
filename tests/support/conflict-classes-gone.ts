import type { Page } from '@playwright/test'
import { command, settleBy, type Clash, type Scene } from './conflict-scene.ts'

const DAY = 24 * 3_600_000
const discard = (window: Page) => settleBy(window, /^Discard$/)

const bodiesOn = (lead: string) => async (scene: Scene) => {
  const { leadId } = await scene.enquiry(lead)
  const rows = await scene.sql<{ body: string }[]>`select body from notes where lead_id = ${leadId} order by body`
  return rows.map(({ body }) => body)
}

const writesNote = (who: 'first' | 'second', lead: string, body: string) => async (scene: Scene) =>
  command(scene[who].window, 'note.create', {
    lead_id: (await scene.enquiry(lead)).leadId,
    conversation_id: null,
    body,
    title: null,
    type: 'general',
  })

const merges = (who: 'first' | 'second', absorbed: string, survivor: string) => async (scene: Scene) =>
  command(scene[who].window, 'lead.merge', {
    survivor_id: (await scene.enquiry(survivor)).leadId,
    absorbed_id: (await scene.enquiry(absorbed)).leadId,
    fields: [],
  })

const mergedInto = (lead: string) => async (scene: Scene) =>
  (await scene.row('leads', (await scene.enquiry(lead)).leadId))?.['merged_into']

function noteDeletedUnderneath(): Clash {
  let note = ''
  return {
    lead: 'Note Gone',
    // The note alone knew whose it was.
    listed: /Note on a lead/,
    reason: /It is gone, or no longer yours to see/,
    before: async (scene) => void ({ note_id: note } = await writesNote('first', 'Note Gone', 'Soon gone')(scene)),
    meanwhile: async ({ first }) => void (await command(first.window, 'note.delete', { note_id: note })),
    offline: async ({ second }) =>
      void (await command(second.window, 'note.edit', { note_id: note, set: { body: 'Too late' } })),
    settle: discard,
    stands: bodiesOn('Note Gone'),
    expected: [],
  }
}

function takenBackTooLate(): Clash {
  let message = ''
  return {
    lead: 'Left Already',
    reason: /had left already/,
    before: async (scene) => {
      const { conversationId: conversation_id } = await scene.enquiry('Left Already')
      const later = { conversation_id, body: 'On its way', scheduled_for: Date.now() + DAY }
      ;({ message_id: message } = await command(scene.second.window, 'message.send', later))
    },
    meanwhile: async ({ sql }) => void (await sql`update messages set status = 'sent' where id = ${message}`),
    offline: async ({ second }) => void (await command(second.window, 'message.cancel', { message_id: message })),
    settle: discard,
    stands: async ({ row }) => (await row('messages', message))?.['status'],
    expected: 'sent',
  }
}

function unmergedTooLate(): Clash {
  let merge = ''
  return {
    lead: 'Merge Within',
    leads: ['Merge Inner', 'Merge Within', 'Merge Outer'],
    reason: /later merge comes first/,
    before: async (scene) => void ({ merge_id: merge } = await merges('first', 'Merge Inner', 'Merge Within')(scene)),
    meanwhile: async (scene) => void (await merges('first', 'Merge Within', 'Merge Outer')(scene)),
    offline: async ({ second }) => void (await command(second.window, 'lead.unmerge', { merge_id: merge })),
    settle: discard,
    stands: mergedInto('Merge Inner'),
    expected: async (scene: Scene) => (await scene.enquiry('Merge Within')).leadId,
  }
}

/** A new lead with a number that the first rep's new lead has already. */
function sameNumber(name: string, phone: string, given: Pick<Clash, 'settle' | 'expected'>): Clash {
  const makes = (who: 'first' | 'second', first_name: string) => async (scene: Scene) =>
    void (await command(scene[who].window, 'lead.create', {
      brand_id: scene.office.organization.brandId,
      fields: { first_name, phone },
      owner_id: null,
    }))
  return {
    lead: name,
    leads: [],
    reason: /Another lead already has this phone number/,
    meanwhile: makes('first', `${name} of the first`),
    offline: makes('second', name),
    stands: async ({ sql, office }) => {
      const rows = await sql<{ phone: string }[]>`select phone from leads
        where organization_id = ${office.organization.id} and first_name = ${name}`
      return rows.map((row) => row.phone)
    },
    ...given,
  }
}

/** What is about a record that is gone, merged, sent, full or taken, or about one that there is already. */
export const GONE_CLASHES: Clash[] = [
  noteDeletedUnderneath(),
  takenBackTooLate(),
  {
    lead: 'Lead Deleted',
    reason: /This lead was deleted/,
    meanwhile: async ({ sql, enquiry }) =>
      void (await sql`delete from leads where id = ${(await enquiry('Lead Deleted')).leadId}`),
    offline: async (scene) => void (await writesNote('second', 'Lead Deleted', 'For nobody')(scene)),
    settle: discard,
    stands: bodiesOn('Lead Deleted'),
    expected: [],
  },
  {
    lead: 'Merged Twice',
    leads: ['Merged Twice', 'Merged By First', 'Merged By Second'],
    reason: /was merged by a colleague already/,
    meanwhile: async (scene) => void (await merges('first', 'Merged Twice', 'Merged By First')(scene)),
    offline: async (scene) => void (await merges('second', 'Merged Twice', 'Merged By Second')(scene)),
    listed: /Merge of Merged By Second/,
    settle: discard,
    stands: mergedInto('Merged Twice'),
    expected: async (scene: Scene) => (await scene.enquiry('Merged By First')).leadId,
  },
  { ...unmergedTooLate(), listed: /Undoing a merge/ },
  sameNumber('Number Edited', '+442071838750', {
    settle: async (window) => {
      await window.getByLabel('New value of Phone').fill('+442071838751')
      await settleBy(window, /^(Save the edited value|Apply the choices)/)
    },
    expected: ['+442071838751'],
  }),
  sameNumber('Number Dropped', '+442071838760', { settle: discard, expected: [] }),
  {
    lead: 'Colleague Suspended',
    reason: /colleague cannot take conversations/,
    meanwhile: async ({ sql, colleague }) =>
      void (await sql`update profiles set status = 'suspended' where id = ${colleague.id}`),
    offline: async (scene) =>
      void (await command(scene.second.window, 'conversation.assign', {
        conversation_id: (await scene.enquiry('Colleague Suspended')).conversationId,
        assigned_to: scene.colleague.id,
      })),
    settle: async (window) => {
      await window.getByLabel('New value of Assignee').selectOption({ label: 'Selma Second' })
      await settleBy(window, /^Save the edited value/)
    },
    stands: async (scene) =>
      (await scene.row('conversations', (await scene.enquiry('Colleague Suspended')).conversationId))?.['assigned_to'],
    expected: async (scene: Scene) => scene.second.member.id,
  },
  {
    lead: 'Campaign Ended',
    reason: /takes nobody at the moment/,
    meanwhile: async ({ administer, sql, office }) => {
      const [campaign] = await sql<{ id: string }[]>`select id from campaigns
        where organization_id = ${office.organization.id} and is_active order by name limit 1`
      await administer('campaign.archive', { campaign_id: campaign!.id, base: { is_active: true } })
    },
    offline: async (scene) => {
      const [campaign] = await scene.sql<{ id: string }[]>`select id from campaigns
        where organization_id = ${scene.office.organization.id} and not is_active order by name limit 1`
      await command(scene.second.window, 'enrollment.create', {
        lead_id: (await scene.enquiry('Campaign Ended')).leadId,
        campaign_id: campaign!.id,
      })
    },
    settle: discard,
    stands: async (scene) => {
      const { leadId } = await scene.enquiry('Campaign Ended')
      return (await scene.sql`select id from campaign_enrollments where lead_id = ${leadId}`).length
    },
    expected: 0,
  },
]

/** What goes where its record went, with nothing to decide. */
export type Followed = Pick<Clash, 'meanwhile' | 'offline' | 'stands' | 'expected'> & { leads: readonly string[] }

export const FOLLOWED: Followed[] = [
  {
    leads: ['Followed Away', 'Followed To'],
    meanwhile: async (scene) => void (await merges('first', 'Followed Away', 'Followed To')(scene)),
    offline: async (scene) => void (await writesNote('second', 'Followed Away', 'Comes along')(scene)),
    stands: bodiesOn('Followed To'),
    expected: ['Comes along'],
  },
]

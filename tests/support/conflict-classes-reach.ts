import { command, settleBy, type Clash, type Scene } from './conflict-scene.ts'

const NUMBER = '+442071838750'
const FREE_NUMBER = '+442071838759'

const ownerOf = (lead: string) => async (scene: Scene) =>
  (await scene.row('leads', (await scene.enquiry(lead)).leadId))?.['owner_id']

const claims = (who: 'first' | 'second', lead: string) => async (scene: Scene) =>
  void (await command(scene[who].window, 'lead.claim', { lead_id: (await scene.enquiry(lead)).leadId }))

/** Writes on a lead that is given to somebody else meanwhile. */
function takenAway(lead: string, writes: (scene: Scene, lead: string) => Promise<unknown>): Clash {
  return {
    lead,
    leads: [],
    prepare: (scene) => scene.enquiry(lead, scene.second.member.id),
    reason: /This lead is now with Frida First/,
    meanwhile: async (scene) =>
      void (await command(scene.first.window, 'lead.assign', {
        lead_id: (await scene.enquiry(lead)).leadId,
        owner_id: scene.first.member.id,
      })),
    offline: async (scene) => void (await writes(scene, lead)),
    settle: (window) => settleBy(window, /^Discard$/),
    stands: async (scene) => {
      const { leadId } = await scene.enquiry(lead)
      return scene.sql`select body from notes where lead_id = ${leadId}
        union all select body from messages where lead_id = ${leadId} and direction = 'outbound'`
    },
    expected: [],
  }
}

/** A new lead whose number a lead of the first rep's has, which the second does not see; and a note on it. */
function hiddenNumber(name: string, given: Pick<Clash, 'settle' | 'expected'>): Clash {
  return {
    lead: name,
    listed: new RegExp(`New lead ${name}`),
    leads: [],
    changes: 2,
    reason: /A colleague's lead already has this phone number/,
    prepare: async (scene) => {
      const { leadId } = await scene.enquiry('Hidden Holder', scene.first.member.id)
      await scene.sql`update leads set phone = ${NUMBER} where id = ${leadId}`
    },
    meanwhile: async () => {},
    offline: async ({ second: { window }, office }) => {
      const { lead_id } = await command(window, 'lead.create', {
        brand_id: office.organization.brandId,
        fields: { first_name: name, phone: NUMBER },
      })
      const note = { lead_id, conversation_id: null, body: `On ${name}`, title: null, type: 'general' } as const
      await command(window, 'note.create', note)
    },
    stands: ({ sql, office }) => sql`select l.phone, n.body from leads l join notes n on n.lead_id = l.id
      where l.organization_id = ${office.organization.id} and l.first_name = ${name}`,
    ...given,
  }
}

/** What somebody else took first, or holds out of sight of a sales rep. */
export const OUT_OF_REACH_CLASHES: Clash[] = [
  {
    lead: 'Claimed First',
    reason: /Frida First claimed this lead first/,
    meanwhile: claims('first', 'Claimed First'),
    offline: claims('second', 'Claimed First'),
    settle: (window) => settleBy(window, /^(Let it go|Discard)/),
    stands: ownerOf('Claimed First'),
    expected: async (scene: Scene) => scene.first.member.id,
  },
  takenAway('Taken With Note', async (scene, lead) =>
    command(scene.second.window, 'note.create', {
      lead_id: (await scene.enquiry(lead)).leadId,
      conversation_id: null,
      body: 'Mine alone',
      title: null,
      type: 'general',
    }),
  ),
  takenAway('Taken With Reply', async (scene, lead) =>
    command(scene.second.window, 'message.send', {
      conversation_id: (await scene.enquiry(lead)).conversationId,
      body: 'Never sent',
    }),
  ),
  hiddenNumber('Hidden Edited', {
    settle: async (window) => {
      await window.getByLabel('New value of Phone').fill(FREE_NUMBER)
      await settleBy(window, /^(Save the edited value|Apply the choices)/)
    },
    expected: [{ phone: FREE_NUMBER, body: 'On Hidden Edited' }],
  }),
  hiddenNumber('Hidden Dropped', { settle: (window) => settleBy(window, /^Discard$/), expected: [] }),
]

import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import { checkCacheEquals } from '#tests/support/app-cache.ts'
import { chooseLocalDemo, signIn } from '#tests/support/app-driver.ts'
import { FIELD_CLASHES, HELD_CLASHES } from '#tests/support/conflict-classes.ts'
import { FOLLOWED, GONE_CLASHES, type Followed } from '#tests/support/conflict-classes-gone.ts'
import { OUT_OF_REACH_CLASHES } from '#tests/support/conflict-classes-reach.ts'
import { openScene, settleClash, type Clash, type Scene } from '#tests/support/conflict-scene.ts'
import { expect, test, type Computer } from '#tests/support/e2e.ts'
import type { Office } from '#tests/support/office.ts'

interface Given {
  backend: LocalSupabase
  office: Office
  computer: () => Promise<Computer>
}

type Needs = Pick<Clash, 'leads' | 'prepare'> & { lead?: string }

/** Two reps at their desks, with what each clash needs from before, and the checks of all their data. */
async function twoApps({ backend, office, computer }: Given, role: Role, clashes: readonly Needs[]) {
  const people = [await office.member('manager'), await office.member(role), await office.member('sales_rep')] as const
  const names = ['Frida First', 'Selma Second', 'Carl Colleague']
  for (const [n, { id }] of people.entries()) {
    await backend.sql`update profiles set full_name = ${names[n]!} where id = ${id}`
  }
  const desks = [await computer(), await computer()] as const
  const [one, two] = [await desks[0].start(), await desks[1].start()]
  const scene = await openScene(backend, office, {
    first: { member: people[0], window: one.window },
    second: { member: people[1], window: two.window },
    colleague: people[2],
  })
  for (const { lead, leads = lead ? [lead] : [], prepare } of clashes) {
    for (const name of leads) await scene.enquiry(name)
    await prepare?.(scene)
  }
  for (const { window, member } of [scene.first, scene.second]) {
    await chooseLocalDemo(window)
    await signIn(window, member)
  }
  const firstIsCalm = () => expect(() => checkCacheEquals(one.app, desks[0].userData, people[0])).toPass()
  const secondIsCalm = () => expect(() => checkCacheEquals(two.app, desks[1].userData, people[1])).toPass()
  return { scene, network: desks[1].network, firstIsCalm, secondIsCalm }
}

type Apps = Awaited<ReturnType<typeof twoApps>>

/** The second is cut off; each does their part; the second comes back and settles one after the other. */
async function playClashes(apps: Apps, clashes: readonly Clash[], followed: readonly Followed[] = []): Promise<void> {
  const { scene, network, firstIsCalm, secondIsCalm } = apps
  const { window } = scene.second
  await firstIsCalm()
  await secondIsCalm()
  for (const { before } of clashes) await before?.(scene)
  await firstIsCalm()
  await secondIsCalm()
  network.set('cut')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible()
  for (const { meanwhile } of [...clashes, ...followed]) await meanwhile(scene)
  for (const { offline } of [...clashes, ...followed]) await offline(scene)
  await firstIsCalm()
  network.set('up')

  await secondIsCalm()
  const count = clashes.reduce((sum, { changes = 1 }) => sum + changes, 0)
  await window.getByRole('button', { name: /^Conflict Centre, \d+ needs? you/ }).click()
  await expect(window.getByRole('listbox', { name: /need/ }).getByRole('option')).toHaveCount(count)
  for (const clash of clashes) await test.step(clash.lead, () => settleClash(window, clash))
  await expect(window.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()

  // All three agree, row by row, and each clash ended as it was settled.
  await secondIsCalm()
  await firstIsCalm()
  await expect(window.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  for (const { stands, expected } of [...clashes, ...followed]) {
    expect(await stands(scene)).toEqual(await valueOf(expected, scene))
  }
}

const valueOf = (expected: Clash['expected'], scene: Scene): unknown =>
  typeof expected === 'function' ? (expected as (given: Scene) => unknown)(scene) : expected

test('fields that two changed, and what was held, are settled each way, and both apps and the server agree', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const clashes = [...FIELD_CLASHES, ...HELD_CLASHES]
  await playClashes(await twoApps({ backend, office, computer }, 'manager', clashes), clashes)
})

test('what is gone, merged, sent, taken or there already is settled, and both apps and the server agree', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  await playClashes(
    await twoApps({ backend, office, computer }, 'manager', [...GONE_CLASHES, ...FOLLOWED]),
    GONE_CLASHES,
    FOLLOWED,
  )
})

test('what a rep may no longer see or do is settled, and both apps and the server agree', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  await playClashes(
    await twoApps({ backend, office, computer }, 'sales_rep', OUT_OF_REACH_CLASHES),
    OUT_OF_REACH_CLASHES,
  )
})

import type { Locator, Page } from '@playwright/test'
import { signInAsDemoUser, typeIntoOpened } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const column = (window: Page, stage: string): Locator =>
  window.getByRole('listbox', { name: new RegExp(`^${stage}, `) })

async function openPipeline(window: Page): Promise<void> {
  await window.keyboard.press('g')
  await window.keyboard.press('p')
  await expect(window.getByRole('heading', { name: 'Pipeline' })).toBeVisible()
}

/** A finger that rests on a card, carries it to another column and lets go. */
async function dragByTouch(window: Page, card: Locator, target: Locator): Promise<void> {
  const client = await window.context().newCDPSession(window)
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  const [from, to] = [(await card.boundingBox())!, (await target.boundingBox())!]
  const [x, y] = [from.x + 60, from.y + 20]
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  await touch('touchStart', [{ x, y }])
  // The card is in the hand once the finger has rested on it: a second one is drawn under it.
  await expect(window.getByText('Ana Lima', { exact: true })).toHaveCount(2)
  const end = { x: to.x + 100, y: to.y + 200 }
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await touch('touchMove', [{ x: x + (end.x - x) * part, y: y + (end.y - y) * part }])
  }
  await touch('touchEnd', [])
}

test('a pipeline of 60 stages is walked, folded and dragged over by touch; a deal of 10^15 is exact in every sum', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?', rep.id)
  const [pipeline] = await backend.sql<{ id: string }[]>`
    insert into pipelines (organization_id, name, kind, position)
    values (${office.organization.id}, ${'Sixty 🧗🏽‍♀️'}, 'lead', 9) returning id`
  await backend.sql`insert into pipeline_stages (organization_id, pipeline_id, name, position)
    select ${office.organization.id}, ${pipeline!.id}, 'Stage ' || n || ' 🚦', n from generate_series(1, 60) n`
  const stageNamed = async (name: string) => {
    const [stage] = await backend.sql<{ id: string }[]>`
      select id from pipeline_stages where pipeline_id = ${pipeline!.id} and name = ${name}`
    return stage!.id
  }
  await backend.sql`update leads set pipeline_stage_id = ${await stageNamed('Stage 1 🚦')} where id = ${leadId}`
  // Two, so that their sum is more than a JavaScript number holds exactly.
  for (const value of ['1000000000000000', '9007199254740993']) {
    await backend.sql`insert into deals (organization_id, lead_id, name, stage_id, value_minor, currency)
      select ${office.organization.id}, ${leadId}, ${`Deal of ${value}`}, s.id, ${value}::bigint, 'EUR'
      from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where p.organization_id = ${office.organization.id} and p.kind = 'deal' order by s.position limit 1`
  }
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openPipeline(window)
  await window.getByRole('button', { name: /^Pipeline .*Change$/ }).click()
  await window.getByRole('menuitem', { name: /^Sixty/ }).click()
  await expect(window.getByRole('listbox')).toHaveCount(60)
  await expect(window.getByRole('region', { name: 'Stage 1 🚦' })).toContainText('€100,071,992,547,409.93')

  await dragByTouch(
    window,
    column(window, 'Stage 1 .*').getByRole('option', { name: /^Ana Lima/ }),
    column(window, 'Stage 3 .*'),
  )
  const card = column(window, 'Stage 3 .*').getByRole('option', { name: /^Ana Lima/ })
  await expect(card).toBeVisible()
  const stored = () => backend.sql`select pipeline_stage_id from leads where id = ${leadId}`
  await expect.poll(stored).toEqual([{ pipeline_stage_id: await stageNamed('Stage 3 🚦') }])

  // The last of them, by typing its name.
  await column(window, 'Stage 3 .*').focus()
  await column(window, 'Stage 3 .*').press('Home')
  await window.keyboard.press('s')
  await typeIntoOpened(window, 'Stage 60')
  await window.keyboard.press('Enter')
  const last = column(window, 'Stage 60 .*').getByRole('option', { name: /^Ana Lima/ })
  await expect(last).toBeVisible()
  await expect(last).toBeInViewport()
  await expect.poll(stored).toEqual([{ pipeline_stage_id: await stageNamed('Stage 60 🚦') }])
})

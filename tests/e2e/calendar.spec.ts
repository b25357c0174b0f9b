import { signInAsDemoUser } from '#tests/support/app-driver.ts'
import { command } from '#tests/support/conflict-scene.ts'
import { expect, test } from '#tests/support/e2e.ts'

const HOUR = 3_600_000

test('a week shows what is due and what is booked; keys and the mouse move it to another day, also offline', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(120_000)
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Ana Lima', 'Can I come by?', rep.id)
  // A day of next week, at nine: every day of it lies ahead.
  const today = new Date()
  const nextWeek = (day: number, hour: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - ((today.getDay() + 6) % 7) + 7 + day, hour)
  const [starts, ends] = [nextWeek(3, 11), nextWeek(3, 12)]
  await backend.sql`insert into bookings (lead_id, starts_at, ends_at, title, status)
    values (${leadId}, ${starts}, ${ends}, 'Test drive', 'confirmed')`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  const { task_id } = await command(window, 'task.create', {
    lead_id: leadId,
    type: 'task',
    subject: 'Send the offer',
    description: null,
    priority: 'normal',
    due_at: nextWeek(1, 9).getTime(),
    assigned_to: null,
  })
  desk.network.set('cut')
  await window.keyboard.press('g')
  await window.keyboard.press('t')
  await window.getByRole('heading', { name: 'Tasks', exact: true }).waitFor()
  await window.keyboard.press('w')
  await window.getByRole('button', { name: 'The week after' }).click()
  const day = (name: string) =>
    window.getByRole('region', { name: 'Week' }).getByRole('region', { name: new RegExp(`^${name}`) })
  const offer = (name: string) => day(name).getByRole('button', { name: /^09:00, Send the offer, Ana Lima/ })
  await expect(offer('Tuesday')).toBeVisible()
  await expect(day('Thursday').getByRole('button', { name: /^11:00, Test drive/ })).toBeVisible()

  // By keyboard, and taken back.
  await offer('Tuesday').focus()
  await window.keyboard.press('Alt+ArrowRight')
  await expect(offer('Wednesday')).toBeFocused()
  await window.keyboard.press('z')
  await expect(offer('Tuesday')).toBeVisible()

  // By mouse: the appointment keeps its length.
  await day('Thursday')
    .getByRole('button', { name: /^11:00, Test drive/ })
    .dragTo(day('Friday'))
  await expect(day('Friday').getByRole('button', { name: /^11:00, Test drive/ })).toBeVisible()
  await offer('Tuesday').dragTo(day('Monday'))
  await expect(offer('Monday')).toBeVisible()

  desk.network.set('up')
  await expect
    .poll(() => backend.sql`select starts_at, ends_at from bookings where lead_id = ${leadId}`, { timeout: 30_000 })
    .toEqual([{ starts_at: new Date(+starts + 24 * HOUR), ends_at: new Date(+ends + 24 * HOUR) }])
  await expect
    .poll(() => backend.sql`select due_at from activities where id = ${task_id}`)
    .toEqual([{ due_at: nextWeek(0, 9) }])
})

import type { Desk } from '#shared/contract/ipc.ts'
import { openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a window in which a thousand screens were opened and left still opens the next', async ({ office, computer }) => {
  await office.enquiry('Mia Keller', 'Is it still there?')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  const failed = await window.evaluate(async () => {
    const { desk } = globalThis as unknown as { desk: Desk }
    const lookAndLeave = () =>
      new Promise<boolean>((resolve) => {
        const leave = desk.live('team.list', {}, ({ ok }) => {
          resolve(ok)
          queueMicrotask(() => leave())
        })
      })
    let refused = 0
    for (let looked = 0; looked < 1000; looked++) if (!(await lookAndLeave())) refused++
    return refused
  })
  expect(failed).toBe(0)
  await openConversation(window, 'Mia Keller')
})

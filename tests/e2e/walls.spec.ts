import { signInAsDemoUser } from '#tests/support/app-driver.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('the page holds one frozen object, no Node and no way around the contract', async ({ office, computer }) => {
  await office.enquiry('Wall Watcher', 'Hello')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))

  expect(
    await window.evaluate(() => ({
      keys: Object.keys((globalThis as unknown as { desk: Desk }).desk).sort(),
      frozen: Object.isFrozen((globalThis as unknown as { desk: Desk }).desk),
      node: ['require', 'process', 'module', 'ipcRenderer', 'Buffer'].filter((name) => name in globalThis),
    })),
  ).toEqual({ keys: ['command', 'live', 'on', 'platform', 'version'], frozen: true, node: [] })

  const answers = await window.evaluate(async () => {
    const { desk } = globalThis as unknown as { desk: Desk }
    const command = (name: unknown, input: unknown) => desk.command(name as 'sync.now', input as Record<string, never>)
    const hostile: [unknown, unknown][] = [
      ['no.such.command', {}],
      ['__proto__', {}],
      ['constructor', {}],
      [42, {}],
      ['message.send', null],
      ['message.send', { conversation_id: 'x', body: 'y' }],
      ['message.send', { conversation_id: crypto.randomUUID(), body: 'x'.repeat(2_000_000) }],
      ['note.edit', { note_id: crypto.randomUUID(), set: { organization_id: crypto.randomUUID(), body: 7 } }],
      ['draft.save', { conversation_id: "'; drop table leads; --", body: '', mode: 'reply' }],
      ['app.open_external', { url: 'file:///etc/passwd' }],
      ['app.open_external', { url: 'javascript:alert(1)' }],
      ['app.set_theme', { theme: ['dark'] }],
    ]
    const codes: string[] = []
    for (const [name, input] of hostile) {
      const result = await command(name, input)
      codes.push(result.ok ? 'accepted' : result.error.code)
    }
    return codes
  })
  expect(new Set(answers)).toEqual(new Set(['invalid_input']))
})

test('the page loads nothing foreign, runs nothing inline and goes nowhere', async ({ computer }) => {
  const { app, window } = await (await computer()).start()
  const outcome = await window.evaluate(async () => {
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.inlineRan = true'
    document.head.append(inline)
    // In a task of its own: what the driver runs directly is exempt from the policy.
    const evaluated = await new Promise<string>((resolve) =>
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-new-func, no-implied-eval -- the policy is expected to refuse it
          resolve(String(new Function('return "ran"')()))
        } catch {
          resolve('refused')
        }
      }),
    )
    const foreign = await fetch('https://example.com/').then(
      () => 'loaded',
      () => 'refused',
    )
    const outside = await fetch('/..%2f..%2fpackage.json').then(
      (response) => response.status,
      () => 404,
    )
    globalThis.open('https://example.com/')
    return { inline: 'inlineRan' in globalThis, evaluated, foreign, outside }
  })
  expect(outcome).toEqual({ inline: false, evaluated: 'refused', foreign: 'refused', outside: 404 })
  await window.evaluate(() => (location.href = 'https://example.com/'))
  await expect(window.getByRole('heading', { name: 'Welcome to Leadline' })).toBeVisible()
  expect(new URL(window.url()).hostname).toContain('leadline')
  expect(app.windows()).toHaveLength(1)
})

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A number in place of a name. `URL` writes every IPv4 address, however it was given, as four numbers. */
const IP_ADDRESS = /^\[|^\d+(\.\d+){3}$/

/**
 * The address of an organisation's automation. Its members choose it, so it may only lead to the open internet: `https`,
 * a host with a name, no password. A project on the loopback may also use `http` on the loopback.
 *
 * @param projectUrl where the project itself is.
 * @returns null when events do not go there.
 */
export function automationAddress(text: string, projectUrl: string): URL | null {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '') return null
  if (LOOPBACK.has(url.hostname)) {
    const own = URL.parse(projectUrl)
    return /^https?:$/.test(url.protocol) && own && LOOPBACK.has(own.hostname) ? url : null
  }
  return url.protocol === 'https:' && url.hostname.includes('.') && !IP_ADDRESS.test(url.hostname) ? url : null
}

/**
 * PostgreSQL snapshots as text, `xmin:xmax:xip,xip…` (what `pg_current_snapshot()::text` prints). xids are 64 bit.
 */

/**
 * Whether a transaction had committed when a snapshot was taken, as `pg_visible_in_snapshot` tells.
 * @param xid decimal text of an xid8
 * @param snapshot `xmin:xmax:xip_list`
 * @throws when the snapshot is not of that form
 */
export function isVisible(xid: string, snapshot: string): boolean {
  const [xmin, xmax, running] = snapshot.split(':')
  if (!xmin || !xmax || running === undefined) throw new Error(`not a snapshot: ${snapshot}`)
  const value = BigInt(xid)
  if (value < BigInt(xmin)) return true
  if (value >= BigInt(xmax)) return false
  return !running.split(',').includes(value.toString())
}

/** Deals out a total in uneven shares that add up to it exactly. */
export class Budget {
  private left: number
  private shares: number

  constructor(total: number, shares: number) {
    this.left = total
    this.shares = shares
  }

  /** The average of what is left, for those who must know before they take. */
  get average(): number {
    return this.shares > 0 ? this.left / this.shares : 0
  }

  /** One share: about the average times `weight`; the last one gets what is left. */
  take(weight: number): number {
    const share = this.shares === 1 ? this.left : Math.min(this.left, Math.round(this.average * weight))
    this.spend(share)
    return share
  }

  /** Takes a share whose size the taker found out himself. */
  spend(share: number): void {
    this.left -= share
    this.shares -= 1
  }
}

/** The event object that Electron passes to listeners first. */
export class ElectronEvent {
  defaultPrevented = false

  preventDefault(): void {
    this.defaultPrevented = true
  }
}

/** An event that also carries `details`, as Electron's newer events do. */
export function eventWith<Details extends object>(details: Details): ElectronEvent & Details {
  return Object.assign(new ElectronEvent(), details)
}

import { strictObject } from './strict.ts'
import type { Matching } from './electron-types.ts'

/** What a command line in Electron's layout says: `electron [-r module] [--switch[=value]] app [arguments]`. */
export interface CommandLine {
  /** Modules to load before the app (`-r`, `--require`). */
  requires: string[]
  /** Chromium switches by name without dashes; like Chromium's parser it finds them before and after the app's path. */
  switches: Map<string, string>
  /** The app's folder or file; `.` when the command line names none. */
  target: string
  /** `process.argv` without its first entry, as Electron would show it to the app. */
  argv: string[]
}

/** Reads the arguments that follow the executable's name. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const requires: string[] = []
  const before: string[] = []
  let at = 0
  for (; at < args.length && args[at]?.startsWith('-'); at++) {
    const argument = args[at] ?? ''
    if (argument === '-r' || argument === '--require') requires.push(args[++at] ?? '')
    else before.push(argument)
  }
  const target = args[at] ?? '.'
  const after = args.slice(at + 1)
  return { requires, switches: parseSwitches([...before, ...after]), target, argv: [...before, target, ...after] }
}

function parseSwitches(args: readonly string[]): Map<string, string> {
  const switches = new Map<string, string>()
  for (const argument of args) {
    const [, name, value] = /^--([^=]+)=?(.*)$/s.exec(argument) ?? []
    if (name !== undefined) switches.set(name, value ?? '')
  }
  return switches
}

/** `app.commandLine`: the switches of this process, which the app may still change before Chromium starts. */
export class CommandLineSwitches
  extends strictObject('app.commandLine')
  implements Matching<CommandLineSwitches, Electron.CommandLine>
{
  readonly #switches: Map<string, string>
  readonly #arguments: string[] = []

  constructor(switches: ReadonlyMap<string, string>) {
    super()
    this.#switches = new Map(switches)
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value)
  }

  appendArgument(value: string): void {
    this.#arguments.push(value)
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name)
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? ''
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name)
  }
}

import { describe, expect, it } from 'vitest'
import { CommandLineSwitches, parseCommandLine } from './command-line.ts'

describe('the command line', () => {
  it('is read in the layout that test tools use', () => {
    const args = [
      '--no-sandbox',
      '-r',
      'loader.js',
      '--inspect=0',
      '--remote-debugging-port=0',
      'app',
      '--user-data-dir=/u',
    ]
    const { requires, switches, target, argv } = parseCommandLine(args)
    expect(requires).toEqual(['loader.js'])
    expect(target).toBe('app')
    expect(Object.fromEntries(switches)).toEqual({
      'no-sandbox': '',
      inspect: '0',
      'remote-debugging-port': '0',
      'user-data-dir': '/u',
    })
    expect(argv).toEqual(['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', 'app', '--user-data-dir=/u'])
  })

  it('starts the app of the working directory when it names none', () => {
    expect(parseCommandLine([]).target).toBe('.')
  })

  it('leaves the app’s own arguments alone', () => {
    const { switches, argv } = parseCommandLine(['.', 'leadline://lead/7?x=--y', '--', 'plain'])
    expect(switches.size).toBe(0)
    expect(argv).toEqual(['.', 'leadline://lead/7?x=--y', '--', 'plain'])
  })

  it('keeps an equals sign inside a value', () => {
    expect(parseCommandLine(['.', '--rules=a=b']).switches.get('rules')).toBe('a=b')
  })

  it('lets the app change its switches', () => {
    const switches = new CommandLineSwitches(new Map([['lang', 'de']]))
    switches.appendSwitch('js-flags', '--expose-gc')
    switches.removeSwitch('lang')
    expect(switches.hasSwitch('lang')).toBe(false)
    expect(switches.getSwitchValue('js-flags')).toBe('--expose-gc')
    expect(switches.getSwitchValue('nothing')).toBe('')
  })
})

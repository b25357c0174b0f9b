import log from 'electron-log/node.js'

/** Of the application, in its data folder. */
export const LOG_FILE = 'logs/main.log'

/** Events carry ids, counts and codes only: never names, numbers, message bodies or tokens (security.md, 13). */
export interface Log {
  info(event: string, data?: object): void
  warn(event: string, data?: object): void
  error(event: string, data?: object): void
}

/**
 * The application log: one line of JSON per event, in a file that rotates at 1 MB, and on stderr when not packaged.
 * @param file absolute path
 */
export function createLog(file: string, options: { stderr: boolean }): Log {
  log.transports.file.resolvePathFn = () => file
  log.transports.file.maxSize = 1024 * 1024
  log.transports.file.format = '[{iso}] [{level}] {text}'
  log.transports.console.level = options.stderr ? 'warn' : false
  const write = (level: 'info' | 'warn' | 'error') => (event: string, data?: object) =>
    log[level](data ? `${event} ${JSON.stringify(data)}` : event)
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

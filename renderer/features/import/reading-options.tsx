import { useCommand } from '../../bridge/use-command.ts'
import { SelectField } from '../../ui/select-field.tsx'
import type { ImportFile } from '#shared/contract/areas/import.ts'

const DELIMITERS = [
  { id: ',', name: 'Comma' },
  { id: ';', name: 'Semicolon' },
  { id: '\t', name: 'Tab' },
  { id: '|', name: 'Vertical bar' },
]

/** Encodings that files of leads are in, by the WHATWG Encoding Standard. */
const ENCODINGS = [
  { id: 'utf-8', name: 'Unicode (UTF-8)' },
  { id: 'utf-16le', name: 'Unicode (UTF-16)' },
  { id: 'windows-1252', name: 'Western European' },
  { id: 'windows-1250', name: 'Central European' },
  { id: 'windows-1251', name: 'Cyrillic' },
  { id: 'windows-1253', name: 'Greek' },
  { id: 'windows-1254', name: 'Turkish' },
  { id: 'shift_jis', name: 'Japanese' },
  { id: 'gbk', name: 'Chinese (simplified)' },
  { id: 'big5', name: 'Chinese (traditional)' },
]

/** How a file is read, where it was not told right. */
export function ReadingOptions({ file: { format } }: { file: ImportFile }) {
  const command = useCommand()
  if (format.kind === 'xlsx') {
    if (format.sheets.length < 2) return null
    return (
      <SelectField
        label="Sheet"
        value={format.sheet}
        choices={format.sheets.map((name) => ({ id: name, name }))}
        onChange={(sheet) => void command('import.read_as', { sheet })}
      />
    )
  }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="Columns are apart by"
        value={format.delimiter}
        choices={withFound(DELIMITERS, format.delimiter)}
        onChange={(delimiter) => void command('import.read_as', { delimiter })}
      />
      <SelectField
        label="Letters are in"
        value={format.encoding}
        choices={withFound(ENCODINGS, format.encoding)}
        onChange={(encoding) => void command('import.read_as', { encoding })}
      />
    </div>
  )
}

const withFound = (choices: { id: string; name: string }[], found: string) =>
  choices.some(({ id }) => id === found) ? choices : [{ id: found, name: found }, ...choices]

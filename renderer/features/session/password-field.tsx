import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface PasswordFieldProps {
  value: string
  onChange: (value: string) => void
  /** A password that is known, or one that is made up now. */
  autoComplete: 'current-password' | 'new-password'
  autoFocus?: boolean
  hint?: string
  error?: string | null
}

/** A password, which its person may look at. */
export function PasswordField({ onChange, ...rest }: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...rest}
      label="Password"
      type={shown ? 'text' : 'password'}
      required
      onChange={(event) => onChange(event.target.value)}
      end={
        <IconButton
          label={shown ? 'Hide password' : 'Show password'}
          size="sm"
          pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
        </IconButton>
      }
    />
  )
}

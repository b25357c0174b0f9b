import { z } from 'zod'
import type { Role } from '../domain/vocabulary.ts'

/**
 * Who may use a service, as the server has it (supabase/migrations): everybody of the organisation; who writes; managers;
 * owners and admins; and those to whom a right was given, whatever their role: to teach the AI, to deploy what it is told
 * and change automations, to manage users.
 */
export const PERMISSIONS = ['member', 'writer', 'manager', 'admin', 'teacher', 'automator', 'user_manager'] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Something that the server does on request, and only while it can be reached. */
export interface Service {
  /** The database function, or the edge function and its path (`invitations/send`). */
  target: { function: string } | { edge: string }
  permission: Permission
  input: z.ZodObject
  output: z.ZodType
  /** What is sent, made of the parsed input. */
  send: (input: Record<string, unknown>) => Record<string, unknown>
}

/** What differs from service to service. */
interface Definition<I extends z.ZodRawShape, O extends z.ZodType> {
  permission: Permission
  input: I
  output: O
}

interface Defined<I extends z.ZodRawShape, O extends z.ZodType> extends Service {
  input: z.ZodObject<I, z.core.$strict>
  output: O
}

/** Answers of functions that return nothing. */
export const done = z
  .null()
  .or(z.literal(''))
  .transform(() => null)

/** A decimal number, which some servers of SQL write as text in rows. */
export const decimal = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
])

/** A database function whose arguments are called as the input's fields are, after `prefix`. */
export function rpc<const I extends z.ZodRawShape, const O extends z.ZodType>(
  name: string,
  { permission, input, output }: Definition<I, O>,
  prefix = 'p_',
): Defined<I, O> {
  const send = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [prefix + field, value]))
  return { target: { function: name }, permission, input: z.strictObject(input), output, send }
}

/** A database function that takes the input whole, as its one argument. */
export function document<const I extends z.ZodRawShape, const O extends z.ZodType>(
  name: string,
  argument: string,
  { permission, input, output }: Definition<I, O>,
): Defined<I, O> {
  const send = (fields: Record<string, unknown>) => ({ [argument]: fields })
  return { target: { function: name }, permission, input: z.strictObject(input), output, send }
}

/** An edge function that takes the input as its body, with what the service itself says of it. */
export function edge<const I extends z.ZodRawShape, const O extends z.ZodType>(
  path: string,
  { permission, input, output }: Definition<I, O>,
  fixed: Record<string, unknown> = {},
): Defined<I, O> {
  return {
    target: { edge: path },
    permission,
    input: z.strictObject(input),
    output,
    send: (fields) => ({ ...fields, ...fixed }),
  }
}

/** What a role alone says: `perhaps` where a right may have been given, which the server knows. */
export function mayUse(permission: Permission, role: Role): 'yes' | 'no' | 'perhaps' {
  if (permission === 'member' || role === 'owner' || role === 'admin') return 'yes'
  if (role === 'viewer' || permission === 'admin') return 'no'
  if (permission === 'writer') return 'yes'
  if (permission === 'manager') return role === 'manager' ? 'yes' : 'no'
  return 'perhaps'
}

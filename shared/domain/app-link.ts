/** Links into the app, `leadline://…`: they only show something, and never change anything. */
import { z } from 'zod'

export const LINK_SCHEME = 'leadline'

const uuid = z.uuid().toLowerCase()

/** Something that the app can show. */
export const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lead'), id: uuid }).strict(),
  z.object({ kind: z.literal('conversation'), id: uuid }).strict(),
  z.object({ kind: z.literal('message'), id: uuid }).strict(),
  z.object({ kind: z.literal('note'), id: uuid }).strict(),
])
export type Target = z.infer<typeof targetSchema>

/** Not a URL parser: those take in more than a link of ours can be. */
const linkSchema = z
  .string()
  .max(100)
  .regex(/^leadline:\/\/[a-z]+\/[\da-f-]+$/i)
  .transform((link) => {
    const [kind, id] = link
      .slice(LINK_SCHEME.length + 3)
      .toLowerCase()
      .split('/')
    return { kind, id }
  })
  .pipe(targetSchema)

/**
 * What a link leads to; null for whatever is not exactly a link of ours.
 * @param link as the system hands it over: anybody can have made it
 */
export const parseLink = (link: string): Target | null => linkSchema.safeParse(link).data ?? null

/** 256 random bits in hexadecimal behind the #, as `invitations/send` writes them; mail programs may add a slash. */
const INVITATION = /^leadline:\/\/invitation\/?#token=([\da-f]{64})$/i

/**
 * The token of an invitation's link; null for whatever is not exactly one. Following it changes nothing: what it offers is
 * for its person to take.
 * @param link as the system hands it over: anybody can have made it
 */
export const parseInvitation = (link: string): string | null => INVITATION.exec(link)?.[1]?.toLowerCase() ?? null

export const linkTo = ({ kind, id }: Target): string => `${LINK_SCHEME}://${kind}/${id}`

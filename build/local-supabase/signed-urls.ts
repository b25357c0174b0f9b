import { z } from 'zod'

const SIGNING_PATH = /^\/storage\/v1\/object\/(?:upload\/)?sign\//

const signed = z.looseObject({ signedUrl: z.string() })
const answer = z.union([signed, z.array(signed)])

/**
 * Answers of lite that sign a URL, in the words of the hosted Storage, which supabase-js reads: `signedURL` for a
 * download and `url` for an upload, below `/storage/v1`. Other answers pass as they are.
 */
export async function signedAsHosted(request: Request, url: URL, response: Response): Promise<Response> {
  if (request.method !== 'POST' || !response.ok || !SIGNING_PATH.test(url.pathname)) return response
  const text = await response.text()
  const parsed = answer.safeParse(JSON.parse(text))
  if (!parsed.success) return new Response(text, response)
  return Response.json(Array.isArray(parsed.data) ? parsed.data.map(rename) : rename(parsed.data))
}

function rename({ signedUrl, ...rest }: z.infer<typeof signed>): object {
  const path = signedUrl.replace(/^\/storage\/v1/, '')
  return { ...rest, signedURL: path, url: path }
}

/** A request that is answered with an error of the sender's: nothing of it reached a lead. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  /** @param message for whoever sets the webhook up; names no secret and nothing of the customer's. */
  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
  }

  toResponse(): Response {
    return Response.json({ error: this.code, message: this.message }, { status: this.status })
  }
}

export const badSignature = (message: string): Refusal => new Refusal(401, 'bad_signature', message)

export const invalidBody = (message: string): Refusal => new Refusal(400, 'invalid_body', message)

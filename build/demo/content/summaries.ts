import type { Progress } from '../progress.ts'
import type { Sector } from '../script.ts'

/** What a lead is about and where it stands, as the assistant sums it up for the next colleague. */
export const SUMMARIES: { about: Record<Sector, readonly string[]>; now: Record<Progress, readonly string[]> } = {
  about: {
    car: [
      'Wants to finance a {year} {model} at {price} over {term} months, {deposit} deposit.',
      'Looks for a {model} or similar, comfortable with about {monthly} a month.',
      'Interested in a {year} {model}; compares us with the dealer’s {apr2}.',
    ],
    solar: [
      'House in {city}, bill of {bill} a month; {panels} panels ({kwp} kWp) proposed.',
      'Considers {kwp} kWp for {price}, {net} after the grant; battery still open.',
      'Uses {usage} kWh a year, looks for an honest payback calculation.',
    ],
    gym: [
      'Interested in a membership at {club} for {monthly} a month.',
      'Would train at {club}, mostly in the evening; asked about the monthly terms.',
      'Looks for a club without long contracts, {club} is nearest.',
    ],
    software: [
      'Firm with {seats} people in the field, looks for a planning tool; {monthly} a month quoted.',
      'Moves away from manual planning, {seats} users, import of old customers needed.',
      'Evaluates {seats} users at {yearly} a year, IT has questions about hosting.',
    ],
  },
  now: {
    cold: ['Has not answered for a long time.', 'Went quiet after our last message.'],
    sequence: ['No answer to our messages yet.'],
    new: ['Waits for a first answer.'],
    engaged: ['Friendly, nothing agreed yet.', 'First questions answered.'],
    qualified: ['All details for a quote are there.', 'Asks good questions, close to a quote.'],
    intent: ['Has our figures and is deciding.', 'Doubts about the price, otherwise convinced.'],
    booked: ['Appointment agreed for {day} at {time}.', 'Appointment is set, prepare the papers.'],
    won: ['Customer now, happy so far.', 'Signed. Ask for a review in a few weeks.'],
    lost: ['Decided against it, no hard feelings.', 'Closed. Do not write again without a reason.'],
  },
}

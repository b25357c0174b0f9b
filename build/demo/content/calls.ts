import type { Sector } from '../script.ts'

/** How a call is summed up in the list, and what a missed one leaves behind. */
export const CALL_SUMMARIES: Record<Sector, readonly string[]> = {
  car: [
    'Went through {monthly} over {term} months on the {model}. Wants to sleep on it, ring back {day}.',
    'Happy with {deposit} down. Still needs to send one bank statement, then it can go to the lender.',
    'Asked what happens if the job ends. Explained payment plans and voluntary termination, was relieved.',
    'Part exchange {old} valued lower than hoped, accepted it if it comes off the price of {price}.',
    'Driving when I rang. Short version given, figures e-mailed, will call back {day} after {time}.',
  ],
  solar: [
    'Survey went well, {panels} panels fit. {net} after the grant accepted in principle, answer by {day}.',
    'Explained what a battery does in plain words. Leaves it out for now, cabling will be prepared.',
    'Bill of {bill}: storage heating and immersion. Diverter added to the offer.',
    'Offered {day} {date} for the installation. Driveway has to be free by {time}.',
    'Worried about the {roof}. Sent photos of a finished job on the same kind of roof.',
  ],
  gym: [
    'Nervous about starting, free session with {advisor} agreed for {day} at {time}.',
    'Wanted to cancel over the price, moved to off-peak at {monthly2} and stays.',
    'Asked about {class} in the evening and parking at {club}. Sends the friend who recommended us too.',
    'Company rate discussed, pays only for people who check in. Offer follows today.',
  ],
  software: [
    'Discovery: {seats} people, {tool} today, biggest pain is {pain}. Demo with own data on {day}.',
    'Price talk for {plan}: {yearly} a year. Partner wants a discount, offered the training instead.',
    'Security questions with their IT: hosting, export at the end, deletion after 30 days. All fine.',
    'Asked for a reference in {trade}. Promised a number once the other side agrees.',
  ],
}

export const MISSED_CALLS = {
  no_answer: ['No answer, rang out after 25 seconds.', 'No answer, will try again {day} at {time}.'],
  voicemail: [
    'Went to voicemail, left a short message.',
    'Voicemail: “Hi, it’s about the appointment on {day}, please ring me back.”',
  ],
  busy: ['Line was busy twice.', 'Busy, sent a text instead.'],
} as const

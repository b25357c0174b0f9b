import type { ScriptSource } from '../script.ts'

type Closing = 'booking' | 'won' | 'lost' | 'aftercare' | 'nudge' | 'call'

/** Rooftop solar, English: how sales end, and what comes after. */
export const solarEnglishClosing: Pick<ScriptSource['beats'], Closing> = {
  booking: `
> Could I send our surveyor out on {day} {date}, around {time}? It takes forty minutes and he'll need to look into the attic.
< {time} is fine. There's a dog, she's harmless, she just wants to be included
> Noted, he likes dogs. You're in for {day} {date} at {time}.

> I've a free survey slot on {day} at {time}, or {day2} at {time2}. Which suits?
< {day} {time}, I'll be home from the school run
> Booked, {day} {date} {time}. You'll get a text when he's twenty minutes away.

> We could go through the proposal together by video, half an hour. {day} at {time}?
< That works, both of us will be there
> Great, {day} {date} {time}. Bring every question, the annoying ones as well.

> The crew has an opening on {day} {date}, starting at {time}. Shall I put your name on it? Scaffold would go up the day before.
< Yes!! Please do
> Done. {day} {date}, {time}. I'll send you the checklist, it's only “move the car and clear the attic hatch”.

< Can somebody ring me {day} about the grant form? I'm stuck on page 4
> Of course. {day} {date} at {time} alright? I'll fill it in with you, it's quicker.
< Perfect, thank you
`,
  won: `
< Signed and deposit paid. When do I hear about dates?
> Got it, thank you{_name}! Grant approval usually takes ten days, then we ring you with two dates. First one we'd hold is {date}.
< Great, looking forward to it

< They just finished. Spotless job, they even hoovered the landing. It's making 2.1 kW already ☀️
> Love to hear that! The app will look wrong until midnight, don't mind it. Your certificate and the grant paperwork follow this week.

< We'd like to go ahead with the first option please, {net}
> Delighted. I'm sending the contract for e-signature now. You have 14 days to change your mind, and nothing is ordered before that unless you say so.
< Order away, I've made up my mind

> You're live! The grid operator confirmed your export this morning, so every spare unit is now paid for.
< Best purchase we've made in years. Thanks{_rep}
`,
  lost: `
< We've gone with a local electrician in the end, he's a cousin. Thanks for all the work on it though
> Hard to beat a cousin! Make sure he registers it with the grid operator within four weeks, otherwise the export isn't paid. Best of luck with it.

< The surveyor said the roof has to be redone first and that's {price2} we don't have. So it's a no for now
> That's disappointing, but better to know. I'll keep the design on file: when the roof is being done, ring us before the scaffold comes down and you save {fee}.
< Good tip, will do

< Hi, we decided not to go ahead. The payback is too long for us at our age
> I understand, and thanks for telling me. If prices move a lot I could send one line a year, or I leave you alone entirely?
< Leave it, thank you. You were very pleasant to deal with

< Landlord said no 😞
> Ah, sorry. If it helps, I could send him a one-pager about what it does to his energy rating. If not, I'll close it here and wish you well.
< Send it, but don't hold your breath
`,
  aftercare: `
# app
< The app has shown zero since yesterday, is it broken?
> I can see your inverter from here and it's producing 1.8 kW, so it's only the wifi. Unplug the little stick with the aerial for ten seconds and put it back.
< That did it. Feeling stupid

# bill
< First bill since the panels: {bill2}. Was {bill} this time last year!
> That's wonderful{_name}. And it's not even summer. Do switch to the night rate now, that takes another bit off.

# exportpay
< I still haven't been paid for the export, it's been two months
> Which supplier are you with? Most only start once you send them the number on the last page of your pack. I'll resend the page to you now.
< Sent it to them, they'll backdate it. Thanks

# rating
< Do you have the form for the energy rating? The assessor is coming on {day}
> It's in your folder, but here again: the declaration of works and the data sheet. He needs the kWp figure, {kwp}, and the date it went live.

# birds
< Pigeons. They've moved in under the back row and they're noisy
> Oh no. We can put mesh around it, {fee} for your size, done from a ladder in a morning. Until then a plastic owl works for about a week, then they get used to it.
< Mesh please, when's the next slot?

# battery
> {hi}, a year already! You exported {output} units last year, which would have filled a battery most evenings. Interested in seeing what one would save you, or happy as it is?
< Show me. Only if the numbers are really good
> I'll be honest if they aren't.

# referral
< My brother in {city} wants the same. Do we get anything for sending him? 😇
> You do, {fee} as a voucher once he's installed, and he gets the same off. Just give him your reference, it's on the invoice.

# service
> {hi}, {rep} from {org}. Your system is due its check in {month}. It's free in the first five years and takes half an hour. Shall I send the electrician when he's in {city}?
< Yes please, any day but a {day}
> Grand, I'll text you two days ahead.
`,
  nudge: `
> {hi}, did the proposal reach you? It sometimes lands in spam because of the pictures.

> {hi}, {rep} again. The price is held until {date}, so there's no hurry, but the survey diary for {month} is filling up.

> Just the photo of the fuse board left and I can finish your design. Any light will do.

> {hi}, if it's the price that's holding you back, tell me. I'd rather make it smaller than have you not answer 🙂

> I'll assume the timing isn't right and stop writing. Your design stays on file until {month}, one word is enough to pick it up.

> {hi}, our crew is in {city} again from {day}. If you'd like the survey done on the same trip, say the word.
`,
  call: `
# survey
> So the surveyor was out with you. How did you find him?
< Lovely man. He was up in the attic longer than I expected.
> He does that. It's good news, the timbers are fine. We can fit {panels} panels, {kwp} kilowatts.
< And the price you said, does that still stand?
> It does. {price}, less the {grant} grant, so {net}.
< Right. I'll have to move some savings, give me until {day}.

# battery
< I suppose what I don't understand is the battery. Everyone says something different.
> They do. Simply: without one you sell in the day and buy back at night. The battery saves you the difference.
< And is the difference worth the money?
> For you, just about. {saving} a year with everything, of which maybe a third is the battery.
< Then I'd leave it for now.
> I'd do the same, and we'll leave the cabling ready.

# bill
< My bill was {bill}. {bill}! For two people!
> Do you have electric showers, or storage heating maybe?
< Both. And the immersion, which my wife leaves on.
> Then there's your answer. We'd add a diverter, it heats the tank with what's left over. It's not dear.
< Now you're talking.

# install
> I'm ringing with a date. We could start on {day} {date}, at {time}.
< That's quicker than you said.
> Someone put theirs back. There'd be three men, and they need the driveway.
< No problem. Do I have to be home?
> Only for the last hour, when they turn the power off and show you the app.
`,
}

import type { ScriptSource } from '../script.ts'

type Closing = 'booking' | 'won' | 'lost' | 'aftercare' | 'nudge' | 'call'

/** Car finance, English: how sales end, and what comes after. */
export const carEnglishClosing: Pick<ScriptSource['beats'], Closing> = {
  booking: `
> Shall we do the rest in one ten-minute call? I've got {day} at {time} or {day2} at {time2}.
< {day} {time} is good, I'm on my break then
> Booked for {day} {date} at {time}. Have your licence and last payslip near you and we'll be done in one go.

> The dealer can do a test drive on {day} at {time}. Shall I reserve it? Bring your licence, they'll have the car out and warm.
< Yes please. Can my dad come too, he knows cars
> Of course. Reserved for two, {day} {date}, {time}. Ask for the sales desk and mention {org}.

> Would a video call help? I can share my screen and walk through the agreement. {day} {time}?
< That would help a lot actually
> Done, {day} {date} {time}. The link is in your inbox, nothing to install.

> If you're happy, the car can be ready to collect on {day} {date}. {time} alright, or after work?
< {time} works, I'll take the afternoon off
> Lovely. I'll let them know. Bring your licence and one utility bill, everything else is signed.

< Can someone ring me? I can't type at work. Free [after four|on my lunch|early] {day}
> Of course. I've put you in for {day} at {time}, {rep} will ring from a Manchester number.
< Perfect cheers
`,
  won: `
< Signed it! Do I need to do anything else?
> That's everything, congratulations{_name} 🎉 The lender pays the dealer within one working day and they'll text you a collection slot. First payment is on {date}.
< Thank you so much, you've been really patient with all my questions

< Collected the {model} this morning, it's perfect. Thanks for everything
> So pleased to hear it! Enjoy every mile. You'll have a welcome letter from the lender within the week, keep it for the agreement number.

> The funds have landed with the dealer and the {model} is yours to collect. Thanks for trusting us with it{_name}.
< Amazing, on my way there now. Will leave you a review
> That would mean a lot. Drive safe!

< All done, e-signed both copies. Quick question, is the first payment really {date}?
> Yes, one month after collection. You can move the day online once the account opens, most people pick the day after payday.
`,
  lost: `
< Hi, just to let you know we bought a car from my brother-in-law in the end, so won't be needing the finance
> Thanks for letting me know, and enjoy it! I've closed everything on our side and there's nothing on your file. If you need us in the future you know where I am.

< I've decided to go with the dealer's finance. They matched you. Sorry
> No need to be sorry, competition did its job. Do check the total amount payable before signing. All the best with the {model}!

< Change of plan at work so I'm putting it all on hold, can you close my application please
> Done, closed with no trace. I hope things settle. Shall I check in after the summer, or would you rather write when you're ready?
< I'll write to you. Thanks

> I'm sorry{_name}, the last lender has come back with a no as well: it's the recent default. I don't want to keep searching and make it worse. In six months it should look different.
< Ok, thanks for trying at least. The others just ghosted me

< Not interested anymore thanks, too expensive
> Understood, and thank you for saying so. I've closed it. Good luck with the search.
`,
  aftercare: `
# payday
< Hi, can I move my payment from the 1st to the 28th? I get paid on the 26th
> Yes, easiest in the lender's app: Agreement, then Payment date. If it's within five days of the next payment do it after that one has gone out.
< Done, took two minutes

# settlement
< Could you get me a settlement figure? Thinking about clearing some of it
> Asked them just now. As of {date} it's {balloon}. You can also pay a lump sum off instead and keep the term, which saves a bit more interest than people expect.
< That's less than I feared. Thanks, will do a lump sum

# plate
< I want to put my private plate on the {model}, does the lender need to know?
> They do, but it's only a form. Fill in the DVLA part first, then send me the new V5 and I'll pass it on. Keep the plate in your name, not the car's.

# fault
< There's a warning light on already, the yellow one. Is it covered?
> It should be, you're well inside the first 30 days. Don't drive far with it. I've messaged the service desk and they'll ring you before {time} today.
< They've rung, it's a sensor, fixing it on {day} with a courtesy car. Great service

# referral
< My sister wants a car now too 😂 can I pass on your number?
> Please do! Tell her to mention you, there's a £100 voucher for each of you once her car is delivered.

# move
< We've moved house. Do I tell you or the lender?
> The lender, and DVLA within two weeks. I'll update our side now: what's the new postcode?
< {postcode2}

# upgrade
> {hi}, it's been a while! You're past the halfway point on the {model}, so I checked: there's a bit of equity in it. No pressure, but would you like to see what a newer one costs?
< Go on then, what would it be monthly?
> About what you pay now, for a car two years newer. I'll put it in an email so you can take your time.

# mileage
< We're going to be over the mileage, my commute changed. How bad is it?
> Not terrible: the excess is 7p a mile, so 3,000 over would be £210, and only if you hand it back. If you keep or swap the car it doesn't apply at all.
< Oh that's fine then, I was expecting hundreds
`,
  nudge: `
> {hi}, just checking you received the figures for the {model}. Happy to change the deposit or the term if something doesn't sit right.

> {hi}, {rep} again. Your offer of {monthly} a month is held until {date}. After that I'd have to re-run it, so tell me if you'd like me to extend it.

> Morning! The {model} has had two more enquiries since {day}. I don't want to rush you, only to be fair and say so.

> {hi}, I've not heard back so I'll leave you in peace. If you want to pick it up again, just reply here, everything's saved.

> Did you get a chance to look at the two options I sent? A simple A or B is enough and I'll do the rest.

> {hi}, last one from me. Shall I close your file or keep it open until {month}?

> Just the payslip missing now and I can send it to the lender. A photo is fine, all four corners visible.
`,
  call: `
# figures
> So with {deposit} down on the {model} it comes to {monthly} a month over {term} months.
< Right. And is that fixed, it's not going to go up?
> Fixed for the whole term. The rate's {apr} and the agreement won't let them change it.
< And if I lose my job, what then?
> You'd ring the lender before the payment, not after. They have to offer a plan. There's also the voluntary termination rule once you've paid half.
< OK. That's actually more than anyone else has told me.

# background
> Tell me a little about what you're driving now and why you're changing.
< I've got a {old}. It's fine, but it's cost me eight hundred quid this year and it's got another MOT in {month}.
> And what would you be using the new one for?
< Mostly {reason}. So I need something that just works.
> Makes sense. Then I'd rather spend your money on a full history than on low mileage.

# lender
> I've just had the underwriter on the other line. They want to see one more month of bank statements, that's all.
< Is that a bad sign? I've sent three already.
> Not at all, it's because your bonus was in the last one and they want to see a normal month.
< Fine, I'll send it from my phone when I get home.
> If it's in before five they'll decide today.

# px
< What are you giving me for the {old}?
> Three bids so far, best one's {deposit}, subject to them seeing the bumper.
< Hm. I was hoping for a bit more, the tyres are brand new.
> I'll mention the tyres. Realistically that's another fifty, not five hundred.
< Fair enough. As long as it comes off the price and not as a voucher.
> It comes straight off the amount you borrow.

# voicemail-back
< Hiya, I missed a call from this number?
> That was me, {rep} from {org}. It's about the {model}, your offer's come through.
< Oh brilliant. I'm in the van, is it quick?
> Thirty seconds: {monthly} a month, {deposit} down, {term} months. I've emailed it as well.
< Nice one. I'll read it tonight and ring you back {day}.
`,
}

import type { ScriptSource } from '../script.ts'

type Closing = 'booking' | 'won' | 'lost' | 'aftercare' | 'nudge' | 'call'

/** Job-scheduling software, English: how sales end, and what comes after. */
export const softwareEnglishClosing: Pick<ScriptSource['beats'], Closing> = {
  booking: `
> I've got {day} at {time} or {day2} at {time2} for the demo. Forty minutes, your data, no slides.
< {day} {time} works, my partner joins
> In the calendar: {day} {date}, {time}. I'll have your import ready by then.

> Shall we do the technical session with your IT on {day} {date} at {time}? I'd bring our security lead.
< They confirm {time}
> Perfect, invitation is out, with the dial-in.

> Kick-off would be {day} {date}, {time}. An hour, planners only, the field comes later. Alright?
< Alright. I'll bring biscuits
> Remote biscuits, the saddest kind. See you {day}.

< Could you show it to our foremen as well? They're all in on {day} mornings
> Gladly: {day} {date} at {time}, twenty minutes, on their own phones.
< Great, I'll make sure they don't escape
`,
  won: `
< Signed, see attachment. When do we start?
> Thank you{_name}! Your account is already live on the {plan} plan. I'll import tonight and we go through it on {day}.
< Brilliant, the team is curious (and a bit suspicious)

< Approved by the board this morning. PO number follows
> Wonderful news. I'll hold the invoice until the PO is here. Your project lead is {advisor}, who writes to you today.

< First week done with all {seats} people. Only one lost his password
> That's a record. I'll look in again in two weeks, until then just reply here.

> You're live! 38 jobs today, all from the app. I thought you'd like to see the number.
< I printed that out. On paper, yes
`,
  lost: `
< We've decided to stay with {tool} for another year. Not because of you, the budget went into two new vans
> New vans are a good reason. I'll keep your import for twelve months, so you don't start from zero. Good luck!

< Thanks for your time, but we went with a product specialised on {trade}
> That can well be the better choice. If the planning board turns out too small, you know who to ring. All the best to {company}.

< Please close our trial, the company is being taken over and they have their own system
> Closed, and your data is deleted in 30 days, export link is in your inbox. Hope the takeover treats you well.
< Thanks, same here

< The partner said no. I fought for it, honestly
> Thank you for that. Would it help if I spoke to her once, without selling, or shall we leave it?
< Leave it for this year
`,
  aftercare: `
# seat
< We need three more seats from {date}
> Added, billed from that day only. Shall I send them the 25 minute video?
< Please, in Polish for two of them

# bug
< Since the update the photos are upside down on some phones
> Reproduced here, thank you for the screenshot. A fix goes out tonight, and photos already taken are turned by themselves.
< Confirmed, all heads up again

# export
< The accountant says the export is missing the VAT number of EU customers
> He's right, the field wasn't mapped. It's in from now on, and I've sent him a corrected file for the quarter.

# feature
< Any chance of a map of all vans for the planners?
> It's being tested with six customers right now. Want to be the seventh? It's rough at the edges, but fast.
< Yes!! Planners are already fighting over it

# renewal
> {hi}, renewal comes up in {month}. You're at {seats} active users, same as the plan. I'd leave it as it is. Any wishes from your side?
< Leave it, but a better search would be nice
> Noted, and it's honestly next on the list.

# login
< New guy can't log in, it says domain not allowed
> His address ends in .com and only .ie was allowed. I've added it, he can try now.
< He's in

# review
> {hi}, would you write two sentences about us that I may show to other {trade} firms? Only if you mean them.
< “It paid for itself by not losing one job sheet.” Is that short enough?
> That's perfect, thank you.

# admin
< Our planner left, how do I get her jobs moved to someone else?
> Settings, People, her name, “Hand over”: it moves open jobs and the recurring ones. Then deactivate, the history stays.
`,
  nudge: `
> {hi}, did the partners get to look at the offer? I can shorten it to one page if that helps.

> {hi}, your trial has six days left and the import is done. Ten minutes together and you can judge it properly.

> A short reminder: the price in the offer is valid until {date}. If it's a no, that's a good answer as well.

> {hi}, {rep} again. I'd rather not be the vendor who writes every week, so: shall I come back in {month}?

> {hi}, only the signed DPA is missing, then your IT can switch on single sign-on.

> Is somebody else the better contact for this at {company}? Happy to start over with them.
`,
  call: `
# discovery
> Tell me how a normal Monday starts in your office.
< Chaos. The phone goes from seven, and Karen has {tool} open and prays.
> And when somebody rings in sick?
< Then I ring round for an hour. Last week we had {pain} three times.
> That part I can show you in two minutes, it's one drag.
< Go on then.

# price
< Let's talk price, because my partner will ask.
> {seats} users, {plan}, {monthly} a month. Yearly it's {yearly}.
< Is there room in it?
> A little if you pay yearly. I'd rather give you the training than a discount, because that's what makes it stick.
< She'll want both.
> Then tell her I said training, and half of the discount.

# reference
< Is there somebody like us I could ring? Same trade, same size.
> There's a {trade} firm in {city}, about thirty people. They were on {tool} too.
< And they'd be honest?
> They'll tell you the first week was awful. They tell everybody.
< That I'd believe.

# it
> I've our security lead with me on the line, you had questions about hosting.
< Yes. Where's the data, who can see it, and what happens when we leave?
> Frankfurt. Two people with a logged reason. And you get everything as files, then it's erased after thirty days.
< And that's in the contract?
> Paragraph eight. I'll mark it for you.
`,
}

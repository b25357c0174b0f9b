import type { ScriptSource } from '../script.ts'

/** Rooftop solar, German. */
export const solarGerman: ScriptSource = {
  language: 'de',
  sector: 'solar',
  subjects: [
    'Angebot Photovoltaik {kwp} kWp',
    'Ihre Anfrage: Solaranlage',
    'Termin zur Besichtigung',
    'Speicher nachrüsten – Rückfrage',
    'Unterlagen für den Netzbetreiber',
  ],
  words: {
    roof: ['Satteldach mit Betonziegeln', 'Walmdach', 'Flachdach auf dem Anbau', 'Pultdach', 'Garagendach'],
    load: ['ein E-Auto', 'eine Wärmepumpe', 'ein Pool', 'Homeoffice zu zweit'],
  },
  beats: {
    enquiry: `
< Guten Tag, wir haben ein Einfamilienhaus in {city} und zahlen {bill} im Monat für Strom. Lohnt sich da eine Anlage überhaupt?
> {hi}, {rep} von {org}. Bei dem Verbrauch ziemlich sicher. Wie ist das Dach ausgerichtet, und ist tagsüber jemand zu Hause?
< Südwest, {roof}. Meine Frau arbeitet von zu Hause

< Hallo, ich vergleiche gerade drei Anbieter. Könnten Sie mir ein Festpreisangebot für etwa {kwp} kWp machen, mit und ohne Speicher?
> {hi}, gerne, beides bekommen Sie nebeneinander. Ich brauche nur die Adresse und den Jahresverbrauch, dann rechne ich mit Ihrem echten Dach.
< {usage} kWh. Adresse schicke ich Ihnen gleich per Mail

< Moin, kann man eine Anlage von 2012 noch um einen Speicher erweitern? Der Installateur von damals hat leider zugemacht
> {hi}, meistens ja, es hängt vom Wechselrichter ab. Schicken Sie mir ein Foto vom Typenschild? Das reicht fürs Erste.
< Foto ist unterwegs, steht ganz hinten im Keller

< Wir planen {load} und wollen vorher die PV richtig auslegen. Wie läuft das bei Ihnen ab?
> {hi}, gute Reihenfolge! Erst ein Telefonat, dann die Auslegung am Satellitenbild, danach eine Besichtigung von 40 Minuten. Wann soll es denn so weit sein?
< Idealerweise noch vor dem Winter
`,
    outreach: `
> {hi}, hier ist {rep} von {org}. Sie hatten letztes Jahr ein Angebot von uns. Die Module sind seitdem deutlich günstiger geworden: Soll ich Ihnen die neuen Zahlen schicken?
< Ja bitte, wir haben neulich erst wieder darüber gesprochen
> Mache ich heute noch, auf einer Seite und ohne Kleingedrucktes.

> {hi}, wir bauen ab {day} zwei Straßen weiter in {city}, das Gerüst ist also schon da. Wenn Sie möchten, schaut unser Techniker bei Ihnen vorbei, kostenlos und ohne Verpflichtung.
< Das passt gut, wir sind sowieso zu Hause
> Prima, er meldet sich eine halbe Stunde vorher.
`,
    qualify: `
# roof
> Wie alt ist das Dach, und was liegt drauf? Ich möchte nicht in fünf Jahren alles wieder abbauen müssen.
< {roof}, 2009 neu gedeckt, alles dicht
> Sehr gut, da gibt es keine Überraschungen.

# usage
> Wie viel Strom haben Sie im letzten Jahr verbraucht? Steht auf Seite zwei der Abrechnung.
< {usage} kWh, plus das Auto, das kommt im Frühjahr dazu
> Dann nehme ich den größeren Wechselrichter, der kostet kaum mehr.

# ownership
> Eine Frage noch fürs Formular: Das Haus gehört Ihnen allein, und es steht nicht unter Denkmalschutz?
< Uns beiden, und nein, ganz normales Baugebiet
> Wunderbar, dann brauchen wir keine Genehmigung.
`,
    question: `
# winter
< Was kommt denn im Dezember noch vom Dach? Die Prospekte glaube ich nicht
> Zu Recht: etwa ein Zehntel vom Juni. Übers Jahr sind es rund {output} kWh, die Monatswerte stehen auf Seite drei.
< Danke, ehrliche Antwort

# warranty
< Wie sieht es mit der Garantie aus, wenn es Ihre Firma in zehn Jahren nicht mehr gibt?
> 25 Jahre auf die Module und zehn auf den Wechselrichter, beides direkt vom Hersteller. Unsere Montage ist zusätzlich versichert, die Urkunde liegt bei.

# outage
< Läuft die Anlage bei Stromausfall weiter?
> Nur mit Speicher und Umschaltbox. Dann bleiben Licht, Kühlschrank und Internet an. Das kostet {fee} Aufpreis.
< Bitte mit anbieten

# paperwork
< Müssen wir uns um die Anmeldung beim Netzbetreiber kümmern?
> Nein, das machen wir komplett. Sie unterschreiben einmal, den Rest bekommen Sie als PDF für Ihren Ordner.
`,
    quote: `
> Ihr Angebot ist fertig: {panels} Module, {kwp} kWp, {price} inklusive Gerüst und Anmeldung. Ersparnis etwa {saving} im Jahr, also rund {payback} Jahre bis zur Null.
< Weniger als befürchtet. Ist der Zählertausch schon dabei?
> Ja, alles drin. Mehr als diese Summe zahlen Sie nicht.

> Ich habe zwei Varianten gerechnet: ohne Speicher {net}, mit 10 kWh {price2}. Ehrlich gesagt würde ich ohne anfangen und die Leitung schon legen.
< Das leuchtet ein, dann so. Wie lange gilt der Preis?
> Bis {date}, schriftlich.
`,
    objection: `
# cheaper
< Ein anderer Anbieter ist {fee} billiger, gleiche Leistung
> Vergleichen Sie bitte drei Zeilen: Wechselrichter, Gerüst und Anmeldung. Wenn alles drin ist, nehmen Sie ihn ruhig. Soll ich kurz drüberschauen?
< Gerüst war nicht dabei, Sie hatten recht

# dear
< Das ist schon eine Menge Geld auf einmal
> Verstehe ich. Viele nehmen den Förderkredit, dann liegt die Rate ungefähr bei dem, was Sie an Strom sparen. Was wäre im Monat angenehm?
< Mehr als {monthly} sollte es nicht sein

# wait
< Wir warten vielleicht lieber, die Technik wird doch ständig besser
> Etwa ein Prozent im Jahr. Warten kostet Sie dagegen {saving} jährlich. Ich will Sie nicht drängen, nur rechnen.
< So habe ich das noch nicht gesehen
`,
    booking: `
> Passt es Ihnen am {day}, {date}, um {time} Uhr? Unser Techniker braucht etwa 40 Minuten und einmal Zugang zum Dachboden.
< {time} Uhr passt. Bitte klingeln Sie beim Nebeneingang
> Notiert: {day}, {date}, {time} Uhr, Nebeneingang.

> Wollen wir das Angebot kurz am Telefon durchgehen? {day} um {time} Uhr oder {day2} um {time2} Uhr.
< {day} ist gut, da ist mein Mann auch da
> Dann rufe ich am {date} um {time} Uhr an.
`,
    won: `
< Unterschrieben und zurückgeschickt. Wann geht es los?
> Vielen Dank! Material ist ab {date} da, die Montage dauert zwei Tage. Sie bekommen zwei Termine zur Auswahl.
< Super, wir freuen uns

< Die Anlage läuft seit heute Mittag, 4,1 kW bei Wolken! Ihre Leute waren sehr ordentlich
> Das gebe ich gerne weiter. Die App zeigt erst ab morgen richtige Werte, bitte nicht wundern.
`,
    lost: `
< Vielen Dank für die Mühe, wir haben uns für den Betrieb aus dem Ort entschieden
> Schade, aber nachvollziehbar. Achten Sie auf die Anmeldung innerhalb von vier Wochen. Alles Gute mit der Anlage!

< Der Statiker sagt, das Dach trägt es nicht. Damit hat sich das leider erledigt
> Das tut mir leid. Falls Sie irgendwann sanieren, melden Sie sich vor dem Gerüstabbau, dann sparen Sie {fee}.
< Das merken wir uns, danke
`,
    aftercare: `
# app
< Die App zeigt seit gestern nichts mehr an
> Ich sehe Ihren Wechselrichter, er läuft. Nur das WLAN ist weg: Stick zehn Sekunden abziehen und wieder einstecken.
< Geht wieder, danke für die schnelle Antwort

# bill
< Erste Abrechnung da: {bill2} statt {bill} im Monat. Wahnsinn
> Das freut mich sehr! Im Sommer wird es noch besser.

# service
> {hi}, im {month} steht die Durchsicht an, in den ersten fünf Jahren kostenlos. Soll unser Elektriker vorbeikommen, wenn er in {city} ist?
< Gerne, nur bitte nicht montags
> Ist notiert, Sie bekommen vorher eine SMS.
`,
    nudge: `
> {hi}, ist das Angebot bei Ihnen angekommen? Wegen der Bilder landet es manchmal im Spam.

> {hi}, der Preis gilt noch bis {date}. Falls Sie Fragen haben, rufe ich gerne kurz an.

> Mir fehlt nur noch ein Foto vom Zählerschrank, dann ist die Planung fertig.

> {hi}, ich möchte nicht lästig sein: Soll ich mich im {month} noch einmal melden?
`,
    call: `
# figures
> Ich rufe wegen der Besichtigung an. Gute Nachricht: Es passen {panels} Module drauf.
< Ach, mehr als gedacht. Und beim Preis bleibt es?
> {price}, wie im Angebot, Gerüst inklusive.
< Dann muss ich nur noch mit meiner Frau sprechen. Melden Sie sich {day}?
> {day} um {time} Uhr, steht im Kalender.

# battery
< Beim Speicher sind wir uns einfach nicht einig.
> Wer ist dafür, wer dagegen?
< Ich dafür, mein Mann rechnet.
> Dann hat er recht, knapp. Legen wir das Kabel, und Sie entscheiden in einem Jahr.
< Darauf können wir uns einigen.
`,
  },
}

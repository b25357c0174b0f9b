import type { ScriptSource } from '../script.ts'

/** Job-scheduling software, German. */
export const softwareGerman: ScriptSource = {
  language: 'de',
  sector: 'software',
  subjects: [
    'Demo für {company}',
    'Angebot {seats} Lizenzen',
    'Umstieg von {tool}',
    'AV-Vertrag und Hosting',
    'Verlängerung im {month}',
  ],
  words: {
    plan: ['Crew', 'Team', 'Business'],
    tool: ['Excel', 'Papierzetteln', 'Outlook', 'einer Magnettafel', 'WhatsApp-Gruppen'],
    trade: ['Heizung und Sanitär', 'Elektrotechnik', 'Aufzugswartung', 'Gartenbau', 'Gebäudereinigung'],
    pain: ['doppelte Termine', 'verlorene Rapporte', 'Rechnungen nach drei Wochen', 'Leerfahrten quer durch die Stadt'],
  },
  beats: {
    enquiry: `
< Hallo, wir sind ein Betrieb für {trade} mit {seats} Leuten draußen. Planung läuft noch mit {tool}. Kann man sich {org} mal ansehen?
> {hi}, {rep} hier. Sehr gerne. Was kostet Sie heute am meisten Nerven? Dann zeige ich genau das.
< {pain}, und zwar jede Woche

< Guten Tag, funktioniert die App auch ohne Netz? Wir sind viel in Kellern und Tiefgaragen unterwegs
> {hi}, ja, komplett: Rapport, Fotos, Unterschrift. Abgeglichen wird, sobald wieder Empfang da ist. Welche Geräte nutzen Ihre Leute?
< Gemischt, hauptsächlich Android

< Was kostet das für {seats} Personen? Bitte eine Zahl, keine Beratung
> {hi}, {monthly} im Monat im Tarif {plan}, alles inklusive, monatlich kündbar. Mehr kommt nicht dazu.
< Danke. Das ist erfrischend, dann hätte ich doch gerne eine Beratung

< Wir brauchen für die Ausschreibung bis {date} AVV, TOMs und eine Referenz aus dem Bereich {trade}. Ist das machbar?
> {hi}, AVV und TOMs hängen an. Bei der Referenz frage ich heute nach, ob ich den Namen nennen darf.
< Perfekt, dann sind wir fast vollständig
`,
    outreach: `
> {hi}, {rep} von {org}. Sie hatten im Frühjahr getestet und dann kam die Saison. Seitdem gibt es Wartungsverträge mit automatischen Terminen. Zehn Minuten zum Zeigen?
< Ja, genau das hatte gefehlt. Nächste Woche?
> Gerne, ich schlage Ihnen zwei Zeiten vor.

> {hi}, ich habe gesehen, dass {company} einen Disponenten sucht. Liegt es an der Menge oder am Werkzeug?
< Beides, wenn ich ehrlich bin
> Dann sprechen wir doch, bevor Sie jemanden einstellen.
`,
    qualify: `
# size
> Wie viele Leute würden damit arbeiten, draußen und im Büro?
< {seats} Monteure, drei in der Dispo
> Büro ohne Planung ist kostenlos, das rechne ich nicht mit.

# volume
> Wie viele Aufträge sind es ungefähr pro Woche, und wie viel davon ist Wartung?
< Gut hundert, ein Drittel Wartung
> Dann plant sich dieses Drittel künftig von selbst.

# it
> Gibt es Vorgaben von der IT, etwa Anmeldung über Microsoft oder Hosting in Deutschland?
< Beides, und der Datenschutzbeauftragte liest alles
> Soll er. Frankfurt, ISO 27001, der AVV ist schon unterschrieben.
`,
    question: `
# accounting
< Gibt es eine Schnittstelle zu DATEV?
> Ja, Rechnungen und Debitoren gehen jede Nacht rüber, Rückmeldung der Zahlungen inklusive.
< Dann freut sich meine Buchhaltung

# data
< Wem gehören die Daten, und wie bekommen wir sie wieder raus?
> Ihnen. Ein Knopf, alles als CSV mit Fotos. Ohne Gebühr und ohne Wartezeit.

# training
< Wie lange brauchen die Monteure, bis sie damit klarkommen?
> 25 Minuten, ich habe es gestoppt. Drei Tipper und ein Foto, auch mit Handschuhen.
< Das zeige ich mal meinem Skeptiker

# guests
< Können Subunternehmer mitmachen, ohne unsere Preise zu sehen?
> Ja, als Gast: nur eigene Aufträge, keine Preise, kostenlos.
`,
    quote: `
> Das Angebot für {company}: {seats} Lizenzen {plan}, {yearly} im Jahr, Import und Schulung inklusive. Gültig bis {date}.
< Danke, geht so an die Geschäftsführung

> Wie besprochen zwei Wege: monatlich {monthly} und jederzeit kündbar, oder {yearly} im Jahr mit Preisgarantie. Bei Ihrem Wachstum würde ich monatlich anfangen.
< Ehrlich von Ihnen. Dann monatlich
`,
    objection: `
# competitor
< Ein Mitbewerber liegt ein Drittel darunter
> Gutes Produkt, vor allem für kleine Teams. Schauen Sie, was Wartungsverträge und Büronutzer dort extra kosten. Wenn es trotzdem günstiger bleibt, nehmen Sie es.
< Mit Verträgen ist der Unterschied weg. Na gut

# change
< Meine Leute wollen nichts Neues, das letzte Programm war nach drei Wochen tot
> Woran lag es? Meist am Tippen. Geben Sie es Ihren zwei größten Skeptikern für eine Woche, die entscheiden.
< Deal. Einer davon bin ich

# season
< Mitten in der Saison stellen wir nichts um
> Richtig so. Wir importieren im Hintergrund, und Sie starten im {month}. Bezahlt wird erst ab dem ersten echten Auftrag.
< Damit kann ich leben
`,
    booking: `
> Demo am {day}, {date}, um {time} Uhr? 40 Minuten, mit Ihren Daten, ohne Folien.
< Passt, mein Partner kommt dazu
> Einladung ist raus: {day}, {time} Uhr.

> Für die Technikfragen hätte ich {day} um {time} Uhr oder {day2} um {time2} Uhr, unser Sicherheitsverantwortlicher ist dabei.
< {day}, {time} Uhr. Bitte mit Einwahlnummer
> Steht in der Einladung für den {date}.
`,
    won: `
< Unterschriebener Vertrag anbei. Wann fangen wir an?
> Vielen Dank! Ihr Konto ist schon freigeschaltet, der Import läuft heute Nacht. Wir sprechen am {day}.
< Top, das Team ist gespannt

> Sie sind live: heute 38 Aufträge, alle aus der App.
< Und noch kein einziger Anruf im Büro. Unheimlich
`,
    lost: `
< Wir bleiben noch ein Jahr bei {tool}, das Budget ging in zwei neue Fahrzeuge
> Verständlich. Ihren Import hebe ich zwölf Monate auf, dann fangen Sie nicht von vorne an.

< Leider wurde intern anders entschieden. Danke für Ihre Zeit
> Danke für die klare Rückmeldung. Ich schließe den Test, die Daten können Sie 30 Tage lang exportieren.
`,
    aftercare: `
# seat
< Wir brauchen ab {date} drei Lizenzen mehr
> Eingetragen, berechnet wird ab diesem Tag. Soll ich das Schulungsvideo mitschicken?
< Bitte, auch auf Polnisch

# bug
< Seit dem Update stehen manche Fotos auf dem Kopf
> Danke für den Screenshot, ich kann es nachstellen. Die Korrektur kommt heute Abend, alte Fotos werden mit gedreht.
< Bestätigt, alles wieder richtig herum
`,
    nudge: `
> {hi}, konnten Sie das Angebot schon besprechen? Auf Wunsch kürze ich es auf eine Seite.

> {hi}, Ihr Test läuft noch sechs Tage. Zehn Minuten gemeinsam, und Sie können ihn wirklich beurteilen.

> Kurze Erinnerung: Der Preis gilt bis {date}. Ein Nein ist auch eine gute Antwort.
`,
    call: `
# discovery
> Wie sieht bei Ihnen ein normaler Montagmorgen aus?
< Ab sieben klingelt das Telefon, und wir schieben Termine mit {tool} hin und her.
> Und wenn sich jemand krankmeldet?
< Dann telefoniere ich eine Stunde. Letzte Woche: {pain}.
> Das zeige ich Ihnen in zwei Minuten, das ist einmal ziehen.

# price
< Reden wir über den Preis, mein Partner fragt sowieso.
> {seats} Lizenzen, {monthly} im Monat, im Jahr {yearly}.
< Ist da noch Luft?
> Bei Jahreszahlung etwas. Die Schulung wäre mir lieber als ein Rabatt, die bringt Ihnen mehr.
< Dann beides, sagt mein Partner.
`,
  },
}

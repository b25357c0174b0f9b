import type { ScriptSource } from '../script.ts'

/** Car finance, Polish. */
export const carPolish: ScriptSource = {
  language: 'pl',
  sector: 'car',
  subjects: ['Finansowanie {model}', 'Oferta na {model}', 'Brakujące dokumenty', 'Pytanie o raty'],
  words: {
    job: ['magazynier', 'kierowca', 'elektryk', 'spawacz', 'opiekunka', 'pracownik produkcji'],
    old: ['Opel Astra z 2011', 'Ford Focus z 2013', 'Skoda Fabia z 2012', 'VW Golf z 2010'],
  },
  beats: {
    enquiry: `
< Dzień dobry, czy {model} z {year} jest jeszcze dostępny? Interesują mnie raty na około {term} miesięcy
> {hi}, tu {rep} z {org}. Tak, jest dostępny. Czy planuje Pan wpłatę własną, czy całość w ratach?
< Mogę wpłacić {deposit}, reszta w ratach

< Cześć, kolega z pracy mówił, że można u was po polsku. Potrzebuję auta do {price}, bank mi odmówił
> {hi}, oczywiście. Najpierw robimy zapytanie, którego nikt poza Panem nie widzi. Jaki był powód odmowy?
< Za krótka historia, jestem tu dopiero dwa lata

< Dzień dobry, ile wyniosłaby rata za {model}, jeśli oddam w rozliczeniu swój samochód?
> {hi}, proszę o numer rejestracyjny i przebieg, zbiorę trzy wyceny. Co to za auto?
< {old}, wszystko sprawne, jedna rysa na zderzaku

< Witam, widziałam reklamę. Czy sprawdzenie oferty naprawdę nie obniża punktów?
> {hi}, naprawdę. Pełne sprawdzenie robi dopiero bank, kiedy się Pani zgodzi. Jakiego auta Pani szuka?
< Coś rodzinnego, może {model}. Dwójka dzieci i wózek
`,
    outreach: `
> {hi}, tu {rep} z {org}. Kilka miesięcy temu szukaliśmy razem auta. Oprocentowanie spadło, czy przeliczyć ratę jeszcze raz, bez zobowiązań?
< Tak, poproszę. Stary znowu w warsztacie
> Jeszcze dziś wyślę dwa, trzy konkretne przykłady.

> {hi}, {model}, który się spodobał, kosztuje teraz {price}. Przy wpłacie {deposit} rata to {monthly}. Zarezerwować?
< Proszę zarezerwować do weekendu
> Gotowe, auto czeka, bez zobowiązań.
`,
    qualify: `
# work
> Dwa pytania do banku: czym się Pan zajmuje i jak długo w tej firmie?
< {job}, trzy lata, umowa na stałe
> Świetnie, to wystarczy wszystkim.

# address
> Od kiedy mieszka Pan pod obecnym adresem? Potrzebne są trzy lata, mogą być dwa adresy.
< Półtora roku w {city}, wcześniej w Leeds
> W porządku, wpiszę oba.

# miles
> Ile mil rocznie Pan robi? To zmienia wysokość raty.
< Około dziewięciu tysięcy, głównie do pracy
> Policzę dla dziesięciu, żeby był zapas.
`,
    question: `
# early
< Czy mogę spłacić wcześniej?
> W każdej chwili. Bank podaje kwotę spłaty ważną 28 dni i oddaje większość odsetek.
< To dobrze, bo na wiosnę będę miał premię

# fees
< A wy ile bierzecie za usługę?
> Od Pana nic. Bank płaci nam stałą prowizję, mogę podać dokładną kwotę.
< Dziękuję za szczerość

# delivery
< Czy auto może przyjechać do {city}?
> Tak, {fee} pod dom albo za darmo w czwartek. I tak jest 14 dni na zwrot.
< Czwartek pasuje
`,
    quote: `
> Dobra wiadomość, wniosek zaakceptowany: {model} z {year}, {price}, wpłata {deposit}, rata {monthly} przez {term} miesięcy, RRSO {apr}. Szczegóły w mailu.
< Lepiej niż myślałem. Przeczytam wieczorem na spokojnie

> Mam dwie propozycje: {monthly} albo {monthly2} z darmową nadpłatą. Co ważniejsze?
< Nadpłata, na pewno skorzystam
> Rozsądnie. Przygotuję umowę do podpisu.
`,
    objection: `
# dear
< {monthly} to trochę za dużo na mój budżet
> Rozumiem. Można wydłużyć o rok albo wziąć rocznik {year2}, to prawie to samo auto. Ja wybrałbym drugie.
< Proszę pokazać coś z {year2}

# trust
< Przepraszam, ale skąd mam wiedzieć, że to nie oszustwo?
> Słuszne pytanie. Proszę sprawdzić {org} w rejestrze FCA i zadzwonić na numer ze strony. Dokumenty tylko przez bezpieczny link.
< Sprawdziłam, wszystko się zgadza

# think
< Muszę to omówić z żoną
> Oczywiście. Wyślę wszystko na jednej stronie, żeby było wygodniej.
< Dziękuję, odezwę się jutro
`,
    booking: `
> Możemy zamknąć resztę w dziesięciominutowej rozmowie. Termin: {day}, {time} albo {day2}, {time2}. Co pasuje?
< Pierwszy termin, {time}, mam wtedy przerwę
> Zapisane: {day}, {date}, godz. {time}. Proszę mieć prawo jazdy i ostatni pasek wypłaty.

> Jazda próbna: {day}, {date}, godz. {time}. Pasuje?
< Tak, przyjadę z bratem, on się zna
> Świetnie, czekają na Panów obu.
`,
    won: `
< Podpisane! Czy coś jeszcze muszę zrobić?
> To wszystko, gratulacje! 🎉 Salon poda termin odbioru, pierwsza rata {date}.
< Bardzo dziękuję za cierpliwość

< Odebrałem {model}, jeździ jak marzenie. Dzięki za wszystko
> Bardzo się cieszę! Szerokiej drogi, list z banku proszę zachować.
`,
    lost: `
< Dzień dobry, kupiłem jednak auto od znajomego, dziękuję za pomoc
> Dziękuję za wiadomość. Zamknąłem wniosek, nic nie zostaje w historii. Polecamy się na przyszłość.

< Na razie rezygnuję, niespodziewane wydatki
> Rozumiem, nic pilnego. Zachowam dane, wystarczy napisać.
< Dziękuję, bardzo miła obsługa
`,
    aftercare: `
# payday
< Czy da się przenieść ratę na 28? Wypłatę mam 26
> Tak, w aplikacji banku, zakładka z datą płatności. Jeśli zostało mniej niż pięć dni, to po najbliższej racie.
< Zrobione, dziękuję

# referral
< Szwagier też szuka auta. Dać mu numer?
> Poproszę! Dla obu Panów jest bon, gdy jego auto będzie odebrane.
`,
    nudge: `
> {hi}, czy dotarła oferta na {model}? W razie czego zmienimy wpłatę albo okres.

> {hi}, rata {monthly} jest gwarantowana do {date}. Proszę dać znać, jeśli potrzeba więcej czasu.

> Brakuje tylko paska wypłaty, wystarczy zdjęcie telefonem.
`,
    call: `
# figures
> Przy wpłacie {deposit} rata za {model} wychodzi {monthly}.
< I to się nie zmieni po roku?
> Nie, przez całe {term} miesięcy jest tak samo.
< Dobrze. Porozmawiam z żoną i oddzwonię.
> Spokojnie, oferta jest ważna do {date}.
`,
  },
}

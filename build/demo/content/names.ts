import type { LanguageCode } from '../script.ts'

interface Names {
  first: readonly string[]
  last: readonly string[]
}

const list = (text: string): string[] => text.trim().split(/\s*,\s*/)

/** Given and family names of customers who write in a language. English has those of everybody who lives there. */
export const NAMES: Record<LanguageCode, Names> = {
  en: {
    first:
      list(`Oliver, Amelia, Jack, Isla, Harry, Freya, George, Grace, Callum, Niamh, Connor, Saoirse, Rhys, Megan, Liam,
      Chloe, Mohammed, Aisha, Imran, Fatima, Arjun, Priyanka, Kwame, Abena, Chidi, Ngozi, Wei, Mei, Daniel, Hannah, Ben,
      Charlotte, Sam, Emily, Josh, Lucy, Ryan, Sophie, Adam, Leah, Declan, Orla, Cian, Aoife, Padraig, Siobhán, Eoin,
      Róisín, Darren, Tracey, Gary, Sharon, Nigel, Wendy, Keith, Denise, Curtis, Jade, Tyrone, Shanice, Mateusz, Elena,
      Marius, Ioana, Viktor, Daria, Yusuf, Zeynep, Rashid, Nadia, Theo, Poppy, Alfie, Ruby, Finn, Maeve`),
    last: list(`Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Patel, Khan, Ahmed, Hussain, Singh, Kaur, Begum,
      O’Connor, O’Brien, Murphy, Kelly, Walsh, Byrne, Ryan, Doyle, McCarthy, Gallagher, Kennedy, Lynch, MacDonald, Campbell,
      Stewart, Robertson, Fraser, Okafor, Adeyemi, Mensah, Boateng, Chen, Wong, Nguyen, Hughes, Edwards, Green, Wood, Harris,
      Clark, Lewis, Young, Turner, Hill, Cooper, Ward, Morris, Rogers, Reed, Bailey, Bell, Parker, Fletcher, Whitworth,
      Fairclough, Ashworth, Hargreaves, Sutcliffe, Greenhalgh, Popescu, Ionescu, Demir, Yılmaz, Nowicka, Petrov`),
  },
  de: {
    first:
      list(`Lukas, Anna, Jonas, Lena, Stefan, Sabine, Jürgen, Petra, Felix, Katharina, Matthias, Julia, Uwe, Heike, Tobias,
      Franziska, Björn, Silke, Emre, Ayşe, Thorsten, Ulrike, Maximilian, Greta`),
    last: list(`Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Schäfer, Koch, Bauer, Richter,
      Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Krüger, Yıldız, Vogt, Lindemann`),
  },
  es: {
    first:
      list(`María, Carlos, Lucía, Javier, Carmen, Alejandro, Marta, Diego, Paula, Sergio, Elena, Pablo, Rocío, Andrés,
      Valentina, Santiago, Camila, Mateo, Ximena, Joaquín, Inés, Álvaro`),
    last: list(`García, Fernández, González, Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Ruiz, Díaz, Moreno, Muñoz, Romero,
      Navarro, Castillo, Ortega, Ibáñez, Quiroga, Restrepo, Cifuentes`),
  },
  pt: {
    first:
      list(`João, Inês, Rui, Catarina, Tiago, Beatriz, Nuno, Mariana, Pedro, Sofia, Gonçalo, Filipa, Rafael, Letícia,
      Vinícius, Joana, Hélder, Sónia`),
    last: list(`Silva, Santos, Ferreira, Pereira, Oliveira, Costa, Rodrigues, Martins, Sousa, Fernandes, Gonçalves, Gomes, Lopes,
      Marques, Almeida, Ribeiro, Teixeira, Araújo`),
  },
  fr: {
    first:
      list(`Camille, Julien, Léa, Nicolas, Manon, Antoine, Chloé, Guillaume, Océane, Mathieu, Élodie, Thierry, Nathalie,
      Benoît, Aurélie, Karim, Yasmine, François, Sandrine`),
    last: list(`Martin, Bernard, Dubois, Thomas, Robert, Petit, Durand, Leroy, Moreau, Lefèvre, Garnier, Faure, Rousseau, Blanchet,
      Chevalier, Benali, Le Goff, Kerbrat, Delacroix`),
  },
  pl: {
    first:
      list(`Piotr, Anna, Krzysztof, Katarzyna, Tomasz, Małgorzata, Paweł, Agnieszka, Michał, Joanna, Łukasz, Magdalena,
      Grzegorz, Beata, Wojciech, Ewelina, Zbigniew, Dorota`),
    last: list(`Kowalczyk, Wiśniewski, Wójcik, Kamińska, Lewandowski, Zielińska, Szymański, Woźniak, Dąbrowski, Kozłowska, Mazur,
      Krawczyk, Piotrowski, Grabowska, Pawłowski, Michalska, Brzęczyszczykiewicz`),
  },
  ar: {
    first: list('محمد, فاطمة, أحمد, مريم, يوسف, نور, خالد, ليلى, عمر, سارة, حسن, هدى, عبد الرحمن, رنا, طارق, أمل'),
    last: list('الحسن, المصري, حداد, الخطيب, النجار, عبد الله, السعيد, الشامي, منصور, بن علي, الزهراني, قاسم'),
  },
  hi: {
    first: list('राजेश, प्रिया, अमित, सुनीता, विकास, नेहा, संजय, पूजा, अनिल, कविता, रोहित, दीपिका, मनोज, अंजलि'),
    last: list('शर्मा, वर्मा, गुप्ता, सिंह, यादव, मिश्रा, जोशी, अग्रवाल, चौधरी, मेहता, त्रिपाठी'),
  },
  ja: {
    first: list('太郎, 花子, 健一, 由美子, 翔太, 美咲, 大輔, 陽子, 直樹, 恵, 拓也, さくら, 誠, 真由美'),
    last: list('佐藤, 鈴木, 高橋, 田中, 渡辺, 伊藤, 山本, 中村, 小林, 加藤, 吉田, 長谷川'),
  },
}

/** Names that test a list's width, each of them a name that people have. */
export const LONG_NAMES: readonly Readonly<{ first: string; last: string }>[] = [
  { first: 'Wolfeschlegelstein Maximilian Ferdinand', last: 'von Hohenzollern-Sigmaringen zu Oettingen' },
  { first: 'María del Carmen Guadalupe', last: 'Fernández de Córdoba y Álvarez de Toledo' },
  { first: 'Venkatanarasimharajuvaripeta', last: 'Subrahmanyam Krishnamoorthy' },
  { first: 'Keihanaikukauakahihuliheekahaunaele', last: 'Lindsey-Okonkwo' },
  { first: 'Anne-Charlotte Philippine', last: 'de La Rochefoucauld-Montbel d’Estissac' },
]

/** Names of firms, for customers who buy for one. */
export const COMPANY_ENDINGS: Partial<Record<LanguageCode, readonly string[]>> = {
  en: ['& Sons', 'Services Ltd', 'Maintenance', 'Group', 'Mechanical', 'Facilities', '& Daughters Ltd', 'Contracts'],
  de: ['GmbH', 'Haustechnik GmbH', '& Söhne KG', 'Service GmbH & Co. KG'],
  ja: ['設備株式会社', '電機', '工業株式会社', 'メンテナンス'],
}

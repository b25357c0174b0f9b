import type { ScriptSource } from '../script.ts'

/** Rooftop solar, French. */
export const solarFrench: ScriptSource = {
  language: 'fr',
  sector: 'solar',
  subjects: [
    'Votre devis photovoltaïque {kwp} kWc',
    'Visite technique',
    'Question sur la batterie',
    'Dossier de prime',
  ],
  words: {
    roof: ['toit en ardoise', 'toit en tuiles', 'toit plat du garage', 'toiture bac acier'],
    load: ['une voiture électrique', 'une pompe à chaleur', 'une piscine', 'trois adolescents'],
  },
  beats: {
    enquiry: `
< [Bonjour|Bonsoir], notre facture est passée à {bill} par mois. Combien coûterait une installation pour une maison à {city} ?
> {hi}, {rep} de {org}. Pour une maison comme la vôtre, autour de {price} avant prime. Le toit est-il orienté plutôt sud ?
< Plein sud, {roof}, pas d'arbres

< Bonjour, j'ai déjà dix panneaux et l'installateur a disparu. Peut-on ajouter une batterie ?
> {hi}, le plus souvent oui, tout dépend de l'onduleur. Pourriez-vous m'envoyer une photo de l'étiquette ?
< C'est envoyé, désolé pour le flou

< Est-ce que ça vaut encore le coup avec la baisse des aides ? On entend tout et son contraire
> {hi}, je comprends ! Le plus simple : je fais la simulation avec et sans aide, et vous jugez. Quelle est votre consommation annuelle ?
< {usage} kWh, et on aura bientôt {load}

< Bonjour, je voudrais un prix ferme sans qu'un commercial passe trois heures dans mon salon. C'est possible ?
> {hi}, c'est exactement notre façon de faire. Votre adresse, une photo du tableau électrique, et le prix arrive demain.
< Parfait, je vous envoie ça ce soir
`,
    outreach: `
> {hi}, {rep} de {org}. Vous aviez reçu une étude l'an dernier. Les panneaux ont baissé d'environ 12 % : voulez-vous que je mette les chiffres à jour ?
< Oui volontiers, on en reparlait justement dimanche
> Je vous envoie cela aujourd'hui, avec et sans batterie.

> {hi}, nous avons un chantier à deux rues de chez vous à partir de {day}. L'échafaudage étant sur place, le déplacement serait offert. Intéressé ?
< Pourquoi pas, passez voir
> Entendu, notre technicien vous appelle avant de sonner.
`,
    qualify: `
# roof
> Dans quel état est la toiture ? Je préfère ne pas avoir à tout démonter dans cinq ans.
< {roof}, refait il y a huit ans
> Idéal, pas de mauvaise surprise pour l'équipe.

# day
> Y a-t-il quelqu'un à la maison en journée ? C'est ce qui décide pour la batterie.
< Je télétravaille trois jours sur cinq
> Alors vous consommerez une bonne partie en direct, je la mets en option.

# ownership
> Pour la prime : vous êtes bien propriétaires, et aucune demande n'a déjà été faite à cette adresse ?
< Propriétaires depuis 2011, aucune demande
> Très bien, vous avez droit au montant complet.
`,
    question: `
# winter
< Et en hiver, ça produit vraiment quelque chose ?
> Peu : décembre donne un dixième de juin. Sur l'année, environ {output} kWh, le détail par mois est en page trois.
< Merci pour la franchise

# warranty
< Et si votre société ferme, qui assure la garantie ?
> Le fabricant pour les panneaux, 25 ans, et pour l'onduleur, 10 ans. La pose est couverte par une assurance dont vous recevez l'attestation.

# outage
< Est-ce que ça marche pendant une coupure ?
> Seulement avec batterie et boîtier de secours, {fee} en plus. On garde alors la lumière, le frigo et internet.
< Ajoutez-le au devis s'il vous plaît
`,
    quote: `
> Votre devis est prêt : {panels} panneaux, {kwp} kWc, {price} posés. Prime de {grant} déduite, il reste {net}. Économie d'environ {saving} par an.
< C'est moins que je ne craignais. L'échafaudage est compris ?
> Tout est compris, y compris les démarches avec le réseau.

> Deux versions : {net} sans batterie, {price2} avec. Honnêtement, je commencerais sans et je passerais déjà le câble.
< D'accord avec vous. Jusqu'à quand le prix est-il valable ?
> Jusqu'au {date}, par écrit.
`,
    objection: `
# cheaper
< J'ai un devis {fee} moins cher
> Comparez trois lignes : l'onduleur, l'échafaudage et le raccordement. Si tout y est, prenez-le. Je peux le relire si vous voulez.
< Vous aviez raison, le raccordement manquait

# dear
< C'est une grosse somme à sortir d'un coup
> Je comprends. Avec le prêt, la mensualité serait proche de ce que vous économisez. Quel montant vous conviendrait ?
< Autour de {monthly}, pas plus

# looks
< Mon mari trouve ça moche, c'est le seul obstacle 😅
> C'est lui qui les verra en tondant ! Tout noir, sans cadre argenté. Je vous fais un montage sur une photo de votre maison.
< Il a dit « bon ». Chez nous, c'est un oui
`,
    booking: `
> Notre technicien pourrait passer {day} {date} à {time}. Comptez quarante minutes, avec un accès aux combles.
< {time} c'est parfait, attention au chien, il lèche
> C'est noté : {day} {date}, {time}.

> On regarde la proposition ensemble en visio ? {day} à {time} ou {day2} à {time2} ?
< {day} à {time}, nous serons tous les deux là
> Le lien est dans votre boîte. À {day} !
`,
    won: `
< Signé, et l'acompte est parti. Quand est-ce que ça commence ?
> Merci beaucoup{_name} ! La prime demande une dizaine de jours, ensuite je vous propose deux dates à partir du {date}.
< Super, on a hâte

< Tout est en route, l'équipe a même passé l'aspirateur. Bravo
> Je leur transmets, ça va leur faire plaisir ! L'appli sera juste à partir de demain.
`,
    lost: `
< Merci pour votre travail, mais nous avons choisi un artisan du village
> C'est bien naturel. Vérifiez qu'il déclare l'installation dans les quatre semaines. Bonne continuation !

< Finalement la toiture est à refaire d'abord, donc ce sera non pour l'instant
> Dommage, mais mieux vaut le savoir. Appelez-nous avant que l'échafaudage ne parte, vous économiserez {fee}.
< Bonne idée, merci
`,
    aftercare: `
# app
< L'application affiche zéro depuis hier
> Je vois votre onduleur, il produit. C'est le wifi : débranchez la petite clé dix secondes et remettez-la.
< Ça remarche, merci

# bill
< Première facture : {bill2} au lieu de {bill}. On l'a affichée sur le frigo
> Quelle bonne nouvelle ! Et ce n'est pas encore l'été.
`,
    nudge: `
> {hi}, avez-vous bien reçu l'étude ? Avec les images, elle part parfois dans les indésirables.

> {hi}, le prix est garanti jusqu'au {date}. Je reste disponible si vous avez une question.

> Il ne me manque que la photo du tableau électrique pour terminer l'étude.
`,
    call: `
# figures
> Je vous appelle au sujet de la visite. Bonne nouvelle, la charpente est saine.
< Ah, tant mieux. Et le prix ne bouge pas ?
> Non : {price}, moins {grant} de prime, donc {net}.
< Bien. J'en parle ce soir et je vous rappelle {day}.
> Avec plaisir, prenez votre temps.
`,
  },
}

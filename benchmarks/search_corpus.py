"""Invented experiences for the bench of the search: short texts with what is hard in French.

One a line: `id | title | testimony`, then in any order `R: reply`, `C: comment`, `P: pseudonym`, `K: channel`,
`S: n or p` (sentiment), `D: procedure`, `J: days ago`.
"""

CORPUS = """
a1 | L’attestation manque | Je demande mon attestation de paiement depuis un mois. | K: Accueil | S: n | J: 3
a2 | Deux attestations perdues | Les attestations envoyées ne sont jamais arrivées. | K: Courrier | S: n | J: 10
a3 | Attester de ma résidence | Qui peut attester que j’habite ici ? | K: Téléphone | J: 20
a4 | Reçu | Rien à dire de plus. | R: L'attestation est jointe à votre espace. | J: 30
a5 | Paiement de mai | Le paiement d’une attestation ne devrait pas exister. | J: 40
b1 | Rendez-vous annulé | Mon rendez-vous a été annulé la veille. | K: Accueil | S: n | J: 2
b2 | RENDEZ VOUS ANNULE | DEUX FOIS DE SUITE | K: Accueil | S: n | J: 12
b3 | Une annulation de plus | L’annulation m’a été dite par la voisine. | J: 22
b4 | Rendus trop tard | Les papiers rendus étaient froissés. | J: 32
b5 | Le canular | Un canular au standard, disait-on. | J: 42
c1 | Œuvre d’art au guichet | Une œuvre accrochée au mur, belle idée. | S: p | J: 4
c2 | Main d'oeuvre | La main d'oeuvre manque, dit l'affiche. | J: 14
c3 | Ma sœur | Ma sœur n’a pas eu la même réponse. | J: 24
c4 | Les nœuds | La corde et ses nœuds barraient l’entrée. | J: 34
c5 | Manœuvre | Aucune manœuvre possible avec un fauteuil. | J: 44
d1 | Un cheval dans la cour | Le cheval de la garde a fait rire les enfants. | S: p | J: 5
d2 | Les chevaux | Deux chevaux passaient pendant l’attente. | J: 15
d3 | Un journal | Le journal municipal donne d’anciens horaires. | J: 25
d4 | Les journaux | Les journaux de la salle datent de l’an passé. | J: 35
d5 | Les cheveux | On voit mes cheveux sur la photo, refusée. | J: 45
e1 | Travaux sans fin | Les travaux bouchent l’entrée. | S: n | J: 6
e2 | Mon travail | Mon travail ne me laisse que le samedi. | J: 16
e3 | Le bail | Le bail est signé, la caution aussi. | D: Aide au logement | J: 26
e4 | Deux baux | On me demande les deux baux précédents. | D: Aide au logement | J: 36
e5 | La balle | Une balle d’enfant sous le comptoir. | J: 46
f1 | Bureau fermé | Le bureau des passeports ferme à midi. | K: Accueil | D: Passeport | J: 7
f2 | Les bureaux | Les bureaux sont mal indiqués. | K: Accueil | J: 17
f3 | Un local | Le local à vélos est ouvert. | S: p | J: 27
f4 | Des locaux neufs | Les locaux sentent la peinture. | J: 37
f5 | Localiser l’agence | Impossible de localiser l’agence sur le plan. | J: 47
g1 | La Caf ne répond pas | La Caf laisse sonner, puis raccroche. | K: Téléphone | S: n | J: 1
g2 | Un café offert | On m’a offert un café pendant l’attente. | S: p | J: 11
g3 | Deux cafés | Deux cafés et un sourire. | S: p | J: 21
g4 | Retraite | Ma retraite n’est pas versée. | D: Retraite | S: n | J: 31
g5 | Retrait d’argent | Le retrait d’argent au distributeur est limité. | J: 41
h1 | Personne au guichet | Il n’y avait personne. | K: Accueil | S: n | J: 8
h2 | Le personnel | Le personnel est aimable. | S: p | J: 18
h3 | Espace personnel | Mon espace personnel refuse mon code. | K: Compte ou espace personnel | J: 28
h4 | Une université | L’université m’envoie ailleurs. | J: 38
h5 | Le monde entier | Tout l’univers passe par ce couloir. | J: 48
i1 | La préfecture | La préfecture demande un original. | K: Courrier | J: 9
i2 | PRÉFECTURE DE POLICE | LE SITE DE LA PRÉFECTURE EST EN PANNE | K: Démarche en ligne | S: n | J: 19
i3 | Sous-préfecture | À la sous-préfecture, on m’a bien reçu. | S: p | J: 29
i4 | Le préfet | Le préfet a signé. | J: 39
i5 | Préférer | Je préfère écrire que téléphoner. | J: 49
j1 | Ligne occupée | La ligne est occupée toute la journée. | K: Téléphone | S: n | J: 3
j2 | Occupée, la ligne | Toujours occupée, dit la voix. | K: Téléphone | J: 13
j3 | Démarche en ligne | La démarche en ligne tourne sans finir. | K: Démarche en ligne | S: n | J: 23
j4 | En ligne | Tout est en ligne, rien n’est clair. | K: Démarche en ligne | J: 33
j5 | Alignés | Des bancs alignés devant la porte. | J: 43
k1 | Qu’elle soit remerciée | Je souhaite qu’elle soit remerciée. | S: p | P: Jean-Marc | J: 2
k2 | Elle a pris le temps | Elle m'a tout expliqué. | S: p | P: Cigale | J: 12
k3 | Jusqu’à midi | On m’a fait attendre jusqu’à midi. | P: Cigale | J: 22
k4 | Aujourd’hui fermé | Fermé aujourd'hui sans prévenir. | J: 32
k5 | Presqu’île | Depuis la presqu’île, une heure de bac. | P: Odile M. | J: 42
l1 | Envoyer un dossier | J’ai voulu envoyer mon dossier complet. | J: 4
l2 | Dossiers incomplets | Ils disent que les dossiers sont incomplets. | J: 14
l3 | J’envoie encore | J’envoie la même pièce chaque semaine. | J: 24
l4 | L’envoi | L’envoi recommandé est revenu. | K: Courrier | J: 34
l5 | Le dos | Mon dos souffre sur ces chaises. | J: 44
m1 | Une prime | La prime d’activité baisse sans raison. | D: Prime d’activité | S: n | J: 5
m2 | Primes | Les primes de naissance tardent. | D: Prime de naissance | S: n | J: 15
m3 | Actif | Je suis actif à mi-temps. | J: 25
m4 | Activités du mercredi | Les activités du mercredi sont complètes. | J: 35
m5 | L’imprimante | L’imprimante du hall est vide. | J: 45
n1 | Élève en attente | L’élève attend sa bourse. | D: Bourse | J: 6
n2 | Les élèves | Les élèves boursiers attendent aussi. | D: Bourse | J: 16
n3 | ECOLE | ECOLE FERMEE, DOSSIER BLOQUE | J: 26
n4 | L’école élémentaire | L’école m’a donné le mauvais formulaire. | J: 36
n5 | Un étui | J’ai perdu un étui à lunettes. | J: 46
o1 | Payé deux fois | J’ai payé deux fois la même facture. | S: n | J: 7
o2 | Payer par chèque | On ne peut plus payer par chèque. | J: 17
o3 | Le paysage | Un beau paysage depuis la salle. | S: p | J: 27
o4 | Je paye | Je paye chaque mois sans reçu. | J: 37
o5 | Mon pays | Dans mon pays, c’est plus simple. | J: 47
p1 | Remboursement promis | Le remboursement promis n’est pas venu. | S: n | J: 8
p2 | Remboursée | Je suis remboursée, merci. | S: p | J: 18
p3 | Rembourser | Qui doit me rembourser le train ? | J: 28
p4 | La bourse | La bourse aux livres avait lieu le même jour. | J: 38
p5 | Débordés | Ils sont débordés. | J: 48
q1 | Rien | Pas de nouvelles. | R: Un duplicata vous est adressé. | J: 9
q2 | Rien non plus | Toujours pas. | C: Duplicata refait le 4, vu avec le siège. | J: 19
q3 | Un double | Je voudrais un double de ma carte. | R: La copie certifiée est au guichet. | J: 29
q4 | Copie | La copie était illisible. | C: Usager rappelé. | J: 39
q5 | Attente | Attente de deux heures. | R: Le parapheur du responsable a pris du retard. | J: 49
r1 | Handicap | Mon dossier de handicap est en attente. | D: Allocation adulte handicapé | S: n | J: 1
r2 | Personne handicapée | L’accès handicapé est bloqué par un camion. | K: Accueil | S: n | J: 11
r3 | Maison départementale | La maison départementale répond vite. | S: p | J: 21
r4 | Les allocataires | Les allocataires attendent dehors. | J: 31
r5 | Allocation supprimée | Mon allocation est supprimée. | S: n | J: 41
s1 | Déménagement | Mon changement d’adresse est compté deux fois. | J: 3
s2 | Adresser un courrier | À qui adresser ce courrier ? | J: 13
s3 | Maladresse | Une maladresse vite excusée. | S: p | J: 23
s4 | J'ai déménagé | J'ai déménagé et rien ne suit. | J: 33
s5 | Le ménage | Le ménage du hall laisse à désirer. | J: 43
t1 | L’accueil | L’accueil était chaleureux. | S: p | K: Accueil | J: 4
t2 | Mal accueillie | J’ai été mal accueillie au guichet. | S: n | K: Accueil | J: 14
t3 | Le recueil | Le recueil des actes est en ligne. | J: 24
t4 | Cercueil | Le transport du cercueil demande un papier. | J: 34
t5 | Écueil | Premier écueil, le mot de passe. | J: 44
u1 | Mot de passe | Le mot de passe expire sans prévenir. | K: Compte ou espace personnel | J: 5
u2 | Passeport | Passeport périmé, voyage annulé. | D: Passeport | S: n | J: 15
u3 | Passage | Le passage piéton est effacé. | J: 25
u4 | Identité | Carte d’identité refusée pour une photo. | D: Carte d’identité | S: n | J: 35
u5 | Identique | Deux lettres identiques le même jour. | J: 45
v1 | Impôts | Mes impôts sont faux. | D: Déclaration de revenus | S: n | J: 6
v2 | Un impôt | Cet impôt ne me concerne pas. | J: 16
v3 | Important | Un point important : le parking. | J: 26
v4 | Imposé | On m’a imposé un créneau. | J: 36
v5 | La poste | La poste a perdu le pli. | J: 46
w1 | Délai très long | Un délai très long pour une carte grise. | S: n | J: 7
w2 | Très long délai | Très long, ce délai, vraiment. | J: 17
w3 | Le long couloir | Le délai d’affichage au long du couloir. | J: 27
w4 | Hôpital | L’hôpital a transmis la feuille. | J: 37
w5 | Les hôpitaux | Deux hôpitaux, deux réponses. | J: 47
x1 | Échéancier refusé | L’échéancier proposé est refusé. | S: n | J: 8
x2 | Échéance | L’échéance tombe un dimanche. | J: 18
x3 | ECHEANCIERS | LES ECHEANCIERS SONT REFUSES | J: 28
x4 | L’échelle | Une échelle dans l’escalier. | J: 38
x5 | Échec | Échec à la dernière étape. | J: 48
y1 | Noël | Fermé la semaine de Noël. | J: 9
y2 | Maïs | Un champ de maïs devant l’agence, joli. | S: p | J: 19
y3 | Mais enfin | Mais enfin, répondez. | S: n | J: 29
y4 | Ambiguë | Une consigne ambiguë sur le formulaire. | J: 39
y5 | L’aiguille | L’aiguille de l’horloge est tombée. | J: 49
z1 | Un wagon | Reçu dans un wagon aménagé. | P: Zaza | S: p | J: 2
z2 | Formulaire cerfa | Le cerfa 12345 n’existe plus. | J: 12
z3 | Numéro 36 46 | Le 36 46 sonne dans le vide. | K: Téléphone | J: 22
z4 | E-mail sans réponse | Mon e-mail est resté sans réponse. | K: E-mail | S: n | J: 32
z5 | Courriels | Mes courriels partent dans le vide. | K: E-mail | J: 42
aa1 | Tout va bien | Un agent patient et clair. | S: p | P: Maman solo | J: 3
aa2 | Agence fermée | L’agence ferme le mercredi. | J: 13
aa3 | Les agents | Les agents se relaient sans se parler. | J: 23
aa4 | Agenda | L’agenda en ligne est complet. | K: Démarche en ligne | J: 33
aa5 | Argent | L’argent n’est jamais arrivé. | S: n | J: 43
ab1 | Le maire | Le maire nous a écrit. | J: 4
ab2 | La mairie | La mairie renvoie vers la poste. | J: 14
ab3 | Mon mari | Mon mari attend depuis l’été. | J: 24
ab4 | Marié | Marié en mai, dossier en juin. | J: 34
ab5 | La marée | La marée coupe la route deux fois par jour. | J: 44
ac1 | Carte grise | La carte grise est au nom de mon père. | D: Carte grise | J: 5
ac2 | Cartes | Deux cartes pour une seule personne. | J: 15
ac3 | Carton | Un carton de pièces égarées. | J: 25
ac4 | Écarté | Mon dossier a été écarté. | S: n | J: 35
ac5 | Pancarte | La pancarte est à l’envers. | J: 45
ad1 | Visio | La visio coupe au bout de cinq minutes. | K: Visio/Video | S: n | J: 6
ad2 | Visite | Une visite guidée des services. | S: p | J: 16
ad3 | Tchat | Le tchat répond par des phrases toutes faites. | K: Tchat (messagerie instantanée) | S: n | J: 26
ad4 | Bornes | Les bornes de l’entrée sont éteintes. | J: 36
ad5 | Borné | Un règlement borné, rien à faire. | J: 46
"""

PAIRS: tuple[tuple[str, str], ...] = (
    # elision and apostrophes
    ("attestation", "a1 a2 a4 a5"),
    ("l’attestation", "a1 a2 a4 a5"),
    ("l'attestation", "a1 a2 a4 a5"),
    ("L`ATTESTATION", "a1 a2 a4 a5"),
    ("d’attestations", "a1 a2 a4 a5"),
    ("qu’elle", "k1 k2"),
    ("qu'elle", "k1 k2"),
    ("aujourd'hui", "k4"),
    ("AUJOURD’HUI", "k4"),
    ("presqu'île", "k5"),
    ("j'envoie", "a2 h4 l1 l3 l4"),
    # ligatures
    ("oeuvre", "c1 c2"),
    ("œuvre", "c1 c2"),
    ("ŒUVRES", "c1 c2"),
    ("soeur", "c3"),
    ("sœurs", "c3"),
    ("noeud", "c4"),
    ("manoeuvre", "c5"),
    ("main d’œuvre", "c2"),
    # plurals in -aux
    ("cheval", "d1 d2"),
    ("chevaux", "d1 d2"),
    ("journal", "d3 d4"),
    ("journaux", "d3 d4"),
    ("travail", "e1 e2"),
    ("travaux", "e1 e2"),
    ("bail", "e3 e4"),
    ("baux", "e3 e4"),
    ("bureau", "f1 f2"),
    ("bureaux", "f1 f2"),
    ("hopital", "w4 w5"),
    ("hôpitaux", "w4 w5"),
    ("cheveux", "d5"),
    # accents, capitals
    ("rendez vous annule", "b1 b2"),
    ("RENDEZ-VOUS", "b1 b2"),
    ("annulé", "b1 b2 b3 u2"),
    ("prefecture", "i1 i2 i3"),
    ("PREFECTURE", "i1 i2 i3"),
    ("ecole", "n3 n4"),
    ("École", "n3 n4"),
    ("eleve", "n1 n2"),
    ("echeancier refuse", "x1 x3"),
    ("ECHEANCIERS", "x1 x3"),
    ("noel", "y1"),
    ("Noël", "y1"),
    ("ambigue", "y4"),
    ("impot", "v1 v2"),
    # forms of one verb or noun
    ("payer", "o1 o2 o4"),
    ("rembourser", "p1 p2 p3"),
    ("remboursement", "p1 p2 p3"),
    ("dossiers", "ac4 l1 l2 n3 r1 ab4"),
    ("accueillir", "t1 t2"),
    ("agents", "aa1 aa3"),
    ("envoyer dossier", "l1"),
    ("primes", "m1 m2"),
    # near misses that must stay apart
    ("caf", "g1"),
    ("café", "g2 g3"),
    ("retraite", "g4"),
    ("retrait", "g5"),
    ("personne", "h1 r2 ac2"),
    ("personnel", "h2 h3"),
    ("mairie", "ab2"),
    ("université", "h4"),
    ("agence", "f5 y2 aa2"),
    ("poste", "ab2 v5"),
    ("important", "v3"),
    ("identité", "u4"),
    ("canular", "b5"),
    ("carton", "ac3"),
    ("visio", "ad1"),
    # phrases and their order
    ('"ligne occupée"', "j1"),
    ('"occupée la ligne"', "j2"),
    ("« délai très long »", "w1"),
    ('"très long"', "w1 w2"),
    ('"long délai"', "w2"),
    ('"attestation de paiement"', "a1"),
    ('"paiement attestation"', ""),
    ('"en ligne"', "aa4 j3 j4 t3"),
    ('"carte grise"', "ac1 w1"),
    ('"mot de passe"', "t5 u1"),
    ('"36 46"', "z3"),
    ('"rendez-vous a été"', "b1"),
    # exclusions
    ("attestation -paiement", "a2 a4"),
    ("ligne -démarche -occupée", "aa4 j4 t3"),
    ('carte -"carte grise"', "ac2 q3 u4"),
    ("rendez-vous -canal:accueil", ""),
    ("dossier -prime -ressenti:négatif", "ab4 l1 l2 n3"),
    # operators
    ("canal:téléphone ligne", "j1 j2"),
    ("canal:visio", "ad1"),
    ("ressenti:positif café", "g2 g3"),
    ("démarche:passeport", "f1 u2"),
    ("démarche:logement bail", "e3 e4"),
    ("pseudonyme:cigale", "k2 k3"),
    ("pseudo:jean-marc", "k1"),
    ("dans:titre ligne", "j1 j2 j3 j4"),
    ("dans:réponse duplicata", "q1"),
    ("dans:commentaire duplicata", "q2"),
    ("duplicata", "q1 q2"),
    ("copies", "q3 q4"),
    ("depuis:2026-11-20 canal:accueil", "b1"),
    ('jusqu’au:"2026-10-05" échec', "x5"),
    # places that complete each other
    ("double copie", "q3"),
    ("attente parapheur", "q5"),
    ("rien siège", "q2"),
)

"""Capitalised words that are no one's name: towns, departments, countries, months, organisations, words of the trade.

Kept short on purpose: a name that a testimony and its reply share is only ever *possible* when it stands alone.
"""

from spplus_desk.domain.privacy.known import words_key

_PLACES = """
Paris Marseille Lyon Toulouse Nice Nantes Montpellier Strasbourg Bordeaux Lille Rennes Reims Toulon Saint-Étienne
Havre Grenoble Dijon Angers Villeurbanne Nîmes Clermont-Ferrand Aix-en-Provence Aix Brest Tours Amiens Limoges Annecy
Metz Besançon Perpignan Orléans Rouen Mulhouse Caen Nancy Argenteuil Montreuil Roubaix Tourcoing Dunkerque Avignon
Poitiers Versailles Pau Calais Bourges Colmar Quimper Valence Troyes Chambéry Niort Lorient Vannes Béziers Antibes
Cannes Ajaccio Bastia Bayonne Biarritz Arras Beauvais Belfort Blois Boulogne Carcassonne Chartres Châteauroux
Cherbourg Évreux Évry Foix Gap Guéret Laon Laval Mâcon Melun Mende Montauban Moulins Nevers Périgueux Privas Rodez
Tarbes Tulle Valenciennes Vesoul Créteil Bobigny Nanterre Pontoise Cergy Saint-Denis Saint-Pierre Saint-Paul Cayenne
Mamoudzou Basse-Terre Pointe-à-Pitre Fort-de-France Nouméa Papeete Dzaoudzi Albi Agen Alençon Angoulême Aurillac Auch
Auxerre Bar-le-Duc Cahors Charleville-Mézières Chaumont Dax Digne Draguignan Épinal Sète Sens Saintes Rochelle
Roche-sur-Yon Saint-Brieuc Saint-Lô Ain Aisne Allier Ardèche Ardennes Ariège Aube Aude Aveyron Calvados Cantal
Charente Cher Corrèze Corse Creuse Dordogne Doubs Drôme Eure Finistère Gard Garonne Gers Gironde Hérault
Ille-et-Vilaine Indre Isère Jura Landes Loire Loiret Lot Lozère Maine-et-Loire Manche Marne Mayenne Meurthe-et-Moselle
Meuse Morbihan Moselle Nièvre Nord Oise Orne Pas-de-Calais Puy-de-Dôme Pyrénées Rhin Rhône Saône Sarthe Savoie
Haute-Savoie Seine Seine-Maritime Seine-et-Marne Yvelines Deux-Sèvres Somme Tarn Var Vaucluse Vendée Vienne Vosges
Yonne Essonne Hauts-de-Seine Seine-Saint-Denis Val-de-Marne Val-d'Oise Guadeloupe Martinique Guyane Réunion Mayotte
Calédonie Polynésie Miquelon Futuna Wallis Bretagne Normandie Occitanie Aquitaine Auvergne Alsace Lorraine Bourgogne
Provence Picardie Champagne Limousin Île-de-France Centre France Europe Afrique Amérique Asie Algérie Maroc Tunisie
Espagne Portugal Italie Allemagne Belgique Suisse Luxembourg Angleterre Royaume-Uni Grande-Bretagne Irlande Pologne
Roumanie Turquie Sénégal Mali Cameroun Congo Madagascar Comores Maurice Canada Québec États-Unis Brésil Chine Japon
Inde Vietnam Londres Bruxelles Genève Madrid Rome Berlin Lisbonne Dakar Alger Tunis Rabat Casablanca Montréal
"""
_COMMON = """
Caf Msa Cpam Urssaf Carsat Cnav Ants Dgfip Ameli Pôle Emploi Travail Franceconnect Connect Services Service Public
Plus Impots Impôts Trésor Préfecture Mairie Maison Internet Google Chrome Firefox Apple Android Windows Iphone
Doctolib Mail Facebook Whatsapp Gmail Outlook Orange Sfr Free Bouygues Chronopost Colissimo Poste Lidl Carrefour Covid
Pâques Noël Toussaint Ascension Pentecôte Ramadan Gendarmerie Police Nationale République Française État Etat Sécurité
Sociale Assurance Maladie Retraite Agirc Arrco Crous Parcoursup Éducation Rectorat Académie Tribunal Cour Conseil
Région Départemental Département Directeur Directrice Monsieur Madame Mademoiselle Messieurs Mesdames Docteur Maître
Bonjour Bonsoir Merci Cordialement Je J Il Elle On Nous Vous Ils Elles Le La Les Un Une Des De Du Au Aux Ce Cet Cette
Ces Mon Ma Mes Son Sa Ses Notre Votre Leur Et Ou Mais Donc Or Ni Car Que Qui Quoi Dont Où Quand Comment Pourquoi Si
Non Oui Pas Plus Très Bien Tout Tous Toute Après Avant Avec Sans Pour Par Sur Dans Depuis Puis Ensuite Enfin Alors
Aussi Voilà Voici Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre Lundi Mardi
Mercredi Jeudi Vendredi Samedi Dimanche Compte Carte Vitale Grise Permis Passeport Identité Titre Séjour Dossier
Numéro Code Agence Agent Agents Accueil Centre Bureau Espace Site Ligne Siège Dieu Urgence Urgences Hôpital Clinique
Navigo Sncf Ratp Edf Engie Airbnb Insee Cerfa Visale Rsa Apl Aah Ase Ada Ofpra Ofii Cnda Anef Anah Maprimerénov Cnous
Aspa Apa Mdph Ccas Cmu Csg Siret Siren Iban Rib Nir Tva Urgent Attention Objet Sujet Suite Ps Nb Usager Madame,
Mademoiselle,
"""
PLACES = frozenset(words_key(word) for word in _PLACES.split())
COMMON = frozenset(words_key(word) for word in _COMMON.split())

"""What the pages of the window can be told by keys and menus while they are shown."""

from spplus_desk.ui.commands import Command

INBOX_COMMANDS = (
    Command("reply", "Répondre", ("R",), "experience", local=True),
    Command("template", "Partir d’un modèle", ("M",), "experience", local=True),
    Command("claim", "Je m’en occupe, ou libérer", ("P",), "experience", local=True),
    Command("tag", "Étiqueter", ("E",), "experience", local=True),
    Command("comment", "Commenter", ("C",), "experience", local=True),
    Command("transfer", "Transférer", ("T",), "experience", local=True),
    Command("why_date", "Pourquoi cette date\u00a0?", ("D",), "experience", local=True),
    Command("history", "Historique", ("Ctrl+H",), "experience"),
    Command("versions", "Versions de la réponse", ("Ctrl+Shift+H",), "experience"),
    Command("print", "Imprimer", ("Ctrl+P",), "experience"),
    Command("unread", "Marquer comme non lue", ("U",), "experience", local=True),
    Command("next_found", "Passage cherché suivant", ("F3",), "experience"),
    Command("previous_found", "Passage cherché précédent", ("Shift+F3",), "experience"),
    Command("filter", "Filtrer la liste", ("Ctrl+F",), "experience"),
    Command("next", "Expérience suivante", ("Alt+PgDown",), "experience", also="J"),
    Command("previous", "Expérience précédente", ("Alt+PgUp",), "experience", also="K"),
    Command("next_letter", "Expérience suivante", ("J",), local=True),
    Command("previous_letter", "Expérience précédente", ("K",), local=True),
    Command("several", "Sélectionner plusieurs lignes", ("Shift+Down", "Shift+Up"), "experience", built_in=True),
    Command("all_rows", "Sélectionner toute la vue", ("Ctrl+A",), "experience", built_in=True),
    Command("row", "Ligne suivante, ligne précédente", ("Down", "Up"), "experience", built_in=True),
    Command("enter", "Passer de la liste à la lecture", ("Return",), "experience", built_in=True),
    Command("scroll", "Faire défiler la lecture", ("Space",), "experience", built_in=True),
)
REPLY_COMMANDS = (
    Command("send", "Envoyer", ("Ctrl+Return", "Ctrl+Enter"), "reply"),
    Command("ask_validation", "Faire valider", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "reply"),
    Command("templates", "Partir d’un modèle", ("Ctrl+M",), "reply"),
    Command("next_blank", "Blanc guidé suivant", ("Tab",), "reply", built_in=True),
    Command("next_point", "Point suivant à vérifier", ("F8",), "reply"),
    Command("previous_point", "Point précédent à vérifier", ("Shift+F8",), "reply"),
    Command("aid", "Aide à la rédaction", ("Ctrl+Shift+P",), "reply"),
    Command("preview", "Aperçu public", ("Ctrl+Shift+A",), "reply"),
    Command("read_back", "Relire avant l’envoi", ("Ctrl+Shift+R",), "reply"),
    Command("typography", "Corriger la typographie", ("Ctrl+Shift+T",), "reply"),
    Command("save", "Enregistrer le brouillon", ("Ctrl+S",), "reply"),
    Command("leave_reply", "Revenir à la liste", ("Escape",), "reply"),
)
OUTBOX_COMMANDS = (
    Command("act", "Faire l’action de la ligne", ("Return",), "send", built_in=True),
    Command("delete", "Supprimer le brouillon", ("Delete",), "send", built_in=True),
)
TEMPLATES_COMMANDS = (
    Command("insert", "Insérer le modèle dans la réponse", ("Return",), "templates", built_in=True),
    Command("template_find", "Rechercher un modèle", ("Ctrl+F",), "templates"),
    Command("template_back", "Revenir au modèle, effacer la recherche", ("Escape",), "templates", built_in=True),
)
CONFLICT_COMMANDS = (
    Command("next_difference", "Différence suivante", ("F8",), "conflict"),
    Command("previous_difference", "Différence précédente", ("Shift+F8",), "conflict"),
    Command("choose", "Passer d’un choix à l’autre", ("Down", "Up"), "conflict", built_in=True),
    Command("confirm", "Confirmer", ("Ctrl+Return", "Ctrl+Enter"), "conflict"),
    Command("later", "Décider plus tard", ("Escape",), "conflict"),
)
REVIEW_COMMANDS = (
    Command("approve", "Approuver", ("Ctrl+Return", "Ctrl+Enter"), "review"),
    Command("return_reply", "Renvoyer à l’auteur", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "review"),
    Command("comment_passage", "Commenter ce passage", ("Ctrl+M",), "review"),
    Command("next_version", "Version précédente, puis témoignage", ("F8",), "review"),
    Command("leave_review", "Revenir à la liste", ("Escape",), "review"),
)
SEARCH_COMMANDS = (
    Command("open_result", "Ouvrir le résultat, ou finir un filtre", ("Return",), "search", built_in=True),
    Command("results", "Aller aux résultats", ("Down",), "search", built_in=True),
    Command("next_match", "Passage trouvé suivant", ("F3",), "search"),
    Command("previous_match", "Passage trouvé précédent", ("Shift+F3",), "search"),
    Command("drop_filter", "Retirer le dernier filtre, champ vide", ("Backspace",), "search", built_in=True),
    Command("clear_search", "Vider la recherche, puis la quitter", ("Escape",), "search", built_in=True),
)


DASHBOARD_COMMANDS = (
    Command("board_definition", "Définition du chiffre", ("D",), "view", local=True),
    Command("board_table", "Graphiques en tableau, ou l’inverse", ("T",), "view", local=True),
    Command("board_poster", "Affiche A4", ("Ctrl+P",), "view"),
)
POSTER_COMMANDS = (
    Command("poster_save", "Enregistrer l’affiche", ("Ctrl+S",), "view"),
    Command("poster_print", "Imprimer l’affiche", ("Ctrl+P",), "view"),
)

GUIDE_COMMANDS = (
    Command("guide_find", "Chercher dans la page", ("Ctrl+F",), "guide"),
    Command("guide_next", "Passage suivant", ("F3",), "guide"),
    Command("guide_previous", "Passage précédent", ("Shift+F3",), "guide"),
    Command("guide_back", "Page précédente", ("Alt+Left",), "guide"),
)

"""Known errors: each has a stable code for the log, and a sentence for the agent. All else is a bug.

The sentence says what happened, then what it means, then what to do. It goes on screen as it is.
"""


class KnownError(Exception):
    """Work goes on. `code` is stable; `sentence` is French and shown as it is; `detail` goes to the log only."""

    code = "known_error"
    sentence = "L’action n’a pas abouti. Rien n’est perdu. Réessayez."

    def __init__(self, sentence: str | None = None, *, code: str | None = None, detail: str = "") -> None:
        self.sentence = sentence or type(self).sentence
        self.code = code or type(self).code
        self.detail = detail
        super().__init__(f"{self.code}: {detail or self.sentence}")


class Unreachable(KnownError):
    """No answer from the central: the network or the server is away. A state more than an error."""

    code = "unreachable"
    sentence = "Le serveur ne répond pas. Vos textes sont gardés sur ce poste. Vérifiez l’adresse et le réseau."


class ServerFault(Unreachable):
    """The central answered, with a 5xx or with something that is not its language. To be tried again later."""

    code = "server_fault"
    sentence = "Le serveur a rencontré un problème. Vos textes sont gardés sur ce poste. Nouvel essai dans un instant."


INTERNAL_ERROR = "internal_error"
"""The central's own fault: the code of its status 500, and of a command that it could not even refuse."""


class CentralStumbled(ServerFault):
    """Status 500: the central fell over this very request. Another one may pass, this one may do so tomorrow."""


class Throttled(Unreachable):
    """The central asks to wait; `retry_after` in seconds."""

    code = "throttled"
    sentence = "Trop de demandes en peu de temps. Vos textes sont gardés. Nouvel essai dans un instant."

    def __init__(self, retry_after: float, sentence: str | None = None, *, detail: str = "") -> None:
        super().__init__(sentence, detail=detail)
        self.retry_after = retry_after


class NotCentral(KnownError):
    """What answers at that address is not a central store (a captive portal, another site)."""

    code = "not_central"
    sentence = "Cette adresse répond, mais ce n’est pas un serveur SP+ Desk. Vérifiez l’adresse ou le réseau."


class ProtocolMismatch(KnownError):
    code = "protocol_mismatch"
    sentence = (
        "Ce programme et le serveur n’ont pas la même version. Vous pouvez lire et écrire, rien ne part. "
        "Demandez la mise à jour du programme."
    )


class BadCredentials(KnownError):
    code = "bad_credentials"
    sentence = "Identifiant ou mot de passe incorrect. Vérifiez-les et réessayez."


class SessionExpired(KnownError):
    code = "session_expired"
    sentence = "Votre session a expiré. Vos textes sont gardés sur ce poste. Reconnectez-vous pour les envoyer."


class AccountRevoked(SessionExpired):
    """The central took all access back: the mirror is wiped, what was not sent stays until it is exported."""

    code = "account_revoked"
    sentence = (
        "Votre compte n’a plus accès à ce service. Les données de ce poste sont effacées, sauf vos textes non envoyés. "
        "Vous pouvez les exporter pendant 30\u00a0jours."
    )


class ResyncNeeded(KnownError):
    """The cursor is of no use any more (`cursor_expired`, `scope_changed`): the mirror is pulled again from zero."""

    code = "resync_needed"
    sentence = "Vos données vont être relues depuis le serveur. Vos textes sont gardés."


class CacheLocked(KnownError):
    """The key of the local cache is missing or wrong."""

    code = "cache_locked"
    sentence = "Les données de ce poste sont verrouillées. Saisissez votre phrase de passe."


KEY_LOST = "key_lost"
"""The code of a CacheLocked whose key is gone: no secret opens that cache any more, only a key found again."""


class NoKeyring(CacheLocked):
    code = "no_keyring"
    sentence = (
        "Ce poste n’a pas de trousseau de clés. Choisissez une phrase de passe, ou nommez un fichier qui la contient "
        "dans SPPLUS_PASSPHRASE_FILE."
    )


class StorageFull(KnownError):
    code = "storage_full"
    sentence = "Espace disque insuffisant : votre texte n’est plus enregistré. Copiez-le, puis libérez de la place."


class StorageFault(KnownError):
    code = "storage_fault"
    sentence = "Les données de ce poste ne peuvent pas être écrites. Copiez votre texte et prévenez votre assistance."


class StorageBusy(StorageFault):
    """Another program holds the file, a copy or an antivirus for example: tried again until it lets go."""

    code = "storage_busy"
    sentence = (
        "Les données de ce poste sont occupées par un autre programme. Votre texte reste dans cette fenêtre, et sera "
        "enregistré dès que possible. Gardez-la ouverte."
    )


class StorageReadOnly(StorageFault):
    code = "storage_read_only"
    sentence = (
        "Les données de ce poste sont en lecture seule\u00a0: votre texte n’est plus enregistré. Gardez cette fenêtre "
        "ouverte, copiez-le, puis prévenez votre assistance."
    )


class CacheDamaged(StorageFault):
    """A page of the cache cannot be read any more. The store mends itself; the agent sees this only when it cannot."""

    code = "cache_damaged"
    sentence = "Les données de ce poste sont endommagées. Vos textes sont gardés à part. Prévenez votre assistance."


class NotFound(KnownError):
    code = "not_found"
    sentence = "Cette expérience n’est pas sur ce poste. Synchronisez, puis vérifiez son numéro."


class Refused(KnownError):
    """A command that cannot be: the central's answer, or the same rule seen at the desk. `code` tells which."""

    code = "refused"
    sentence = "Le serveur a refusé cet envoi. Votre texte est gardé."


class BadInput(KnownError):
    """A file or an argument that cannot be read. Exit code 5 when it is a file."""

    code = "bad_input"
    sentence = "Ce fichier ne peut pas être lu."


REFUSALS = {
    "already_answered": "Une réponse existe déjà pour cette structure. Votre texte est gardé, il n’a pas été publié.",
    "stale": "L’expérience a changé depuis que vous l’avez lue. Votre texte est gardé. Relisez-la avant de renvoyer.",
    "not_allowed": "Vous n’avez pas, ou plus, accès à cette expérience. Votre texte est gardé.",
    "own_reply": "Cette réponse est la vôtre\u00a0: un autre super agent doit la relire. Elle attend sa validation.",
    "empty_body": "Le texte est vide. Écrivez-le avant de l’envoyer.",
    "too_long": "Le texte est trop long : 10\u00a0000 caractères au plus. Il est gardé, raccourcissez-le.",
    "blanks_left": "Il reste un blanc ou une variable à remplir dans le texte. Remplissez-les, puis renvoyez.",
    "not_a_child": "Cette structure ne dépend pas de la vôtre. Le transfert passe par une demande à la DITP.",
    "invalid_text": "Le texte contient des caractères illisibles. Il est gardé, retirez-les avant de renvoyer.",
    "invalid_payload": "Le serveur n’a pas compris cet envoi. Il est mis de côté, votre texte est gardé.",
    "unknown_command": "Le serveur ne connaît pas cette action. Elle est mise de côté. Demandez la mise à jour.",
    INTERNAL_ERROR: "Le serveur n’arrive pas à traiter cet envoi. Il est mis de côté, votre texte est gardé. "
    "Réessayez plus tard, ou prévenez votre assistance.",
    "id_reused": "Cet envoi porte le numéro d’un autre. Il est mis de côté, votre texte est gardé.",
}
"""The French sentence of each refusal code of the contract; the central puts it in `detail`, the desk shows it."""

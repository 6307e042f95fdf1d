"""A keyring in memory: the one part of the system that a test may not touch for real."""

from keyring.errors import PasswordDeleteError


class MemoryKeyring:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.kept[service_name, username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        if self.kept.pop((service_name, username), None) is None:
            raise PasswordDeleteError(username)

"""The row of a slot that rules are decided on, and how an export's word is merged into it."""

from operator import attrgetter
from typing import Any

from spplus_desk.central.incoming import IncomingSlot
from spplus_desk.domain.experience import Reply, Slot, kept_sentiments, slot_id
from spplus_desk.domain.values import Value, names, replace
from spplus_desk.domain.vocabulary import ReplyState


class SlotRecord(Value, kw_only=True):
    """One row of the table `slots`: `*_version` and `*_command` tell of each facet's last change."""

    experience_id: str
    structure_id: str
    version: int = 0
    transferred_to: str | None = None
    reply_state: str | None = None
    reply_version: int = 0
    reply_command: str | None = None
    tags_version: int = 0
    tags_command: str | None = None
    channels_version: int = 0
    channels_command: str | None = None
    improvement_version: int = 0
    improvement_command: str | None = None
    transfer_version: int = 0
    transfer_command: str | None = None

    @classmethod
    def of(cls, row: Any) -> "SlotRecord":
        return cls(**row._mapping)

    def columns(self) -> dict[str, Any]:
        return dict(zip(_COLUMNS, _VALUES(self), strict=True))  # asdict copies deeply: twenty times slower

    @property
    def id(self) -> str:
        return slot_id(self.experience_id, self.structure_id)


_COLUMNS = names(SlotRecord)
_VALUES = attrgetter(*_COLUMNS)


def merge_slot(
    record: SlotRecord | None,
    slot: Slot | None,
    reply: Reply | None,
    experience_id: str,
    structure_id: str,
    structure_name: str,
    incoming: IncomingSlot,
) -> tuple[SlotRecord, Slot, Reply | None]:
    """The three rows after the export's word. What agents changed here stays; a shown reply becomes published."""
    key = slot_id(experience_id, structure_id)
    before = record or SlotRecord(experience_id=experience_id, structure_id=structure_id, version=0)
    base = slot or Slot(id=key, experience_id=experience_id, structure_id=structure_id)
    after = replace(base, structure_name=structure_name)
    if incoming.channels is not None and before.channels_command is None:
        felt = kept_sentiments(after.channel_sentiments, incoming.channels)
        after = replace(after, channels=incoming.channels, channel_sentiments=felt)
    if incoming.business_tags is not None and before.tags_command is None:
        after = replace(after, business_tags=incoming.business_tags)
    if incoming.improvement is not None and before.improvement_command is None:
        after = replace(after, improvement=incoming.improvement)
    published = merge_reply(reply, key, experience_id, structure_id, incoming)
    if record is not None and after == base and published == reply:
        return before, base, reply
    version = before.version + 1
    facets: dict[str, Any] = {}
    if after.channels != base.channels:
        facets["channels_version"] = version
    if after.business_tags != base.business_tags:
        facets["tags_version"] = version
    if after.improvement != base.improvement:
        facets["improvement_version"] = version
    if published is not None and published != reply:
        published = replace(published, version=version)
        facets |= {"reply_version": version, "reply_command": None, "reply_state": published.state.value}
    return replace(before, version=version, **facets), replace(after, version=version), published


def merge_reply(
    reply: Reply | None, key: str, experience_id: str, structure_id: str, incoming: IncomingSlot
) -> Reply | None:
    """The platform shows a reply: ours, if it had been received, keeps its text and its author."""
    shown = incoming.reply
    if shown is None:
        return reply
    if reply is not None and reply.author is not None and reply.state.answered:
        return replace(
            reply,
            state=ReplyState.PUBLISHED,
            published_at=shown.published_at or reply.published_at,
            useful=shown.useful if shown.useful is not None else reply.useful,
            not_useful=shown.not_useful if shown.not_useful is not None else reply.not_useful,
            evaluation=shown.evaluation or reply.evaluation,
            change=shown.change or reply.change,
        )
    return Reply(
        id=key,
        experience_id=experience_id,
        structure_id=structure_id,
        greeting=shown.greeting,
        body=shown.body,
        closing=shown.closing,
        signature=shown.signature,
        state=ReplyState.PUBLISHED,
        published_at=shown.published_at,
        useful=shown.useful,
        not_useful=shown.not_useful,
        evaluation=shown.evaluation,
        change=shown.change,
        version=reply.version if reply else 0,
    )

"""Files of the platform into the central store: structures, experiences, templates.

Three vocabularies of experiences are met in the wild (open data, an agent's own export, the 2023 export). They are
recognised by their header, column by column, never by position.
"""

from spplus_desk.central.importer.counts import Counts, Progress
from spplus_desk.central.importer.experiences import import_experiences
from spplus_desk.central.importer.structures import import_structures
from spplus_desk.central.importer.templates import import_templates

__all__ = ["Counts", "Progress", "import_experiences", "import_structures", "import_templates"]

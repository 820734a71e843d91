"""aiinfra-kg: the facts of a report on AI infrastructure as a cited knowledge graph."""

__version__ = "0.1.0"

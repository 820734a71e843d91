"""The page of one claim: what it says, where the report says it, and how it is limited."""

from dataclasses import dataclass

from kg.web.pages.cite import Citation, cite
from kg.web.pages.claims import Claim, find_claims
from kg.web.pages.entity import formats_of
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit

ONE = "VALUES ?claim { $thing }"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, what its kind is called, and how to cite it."""

    claim: Claim
    kind: str
    citation: Citation


async def show_claim(visit: Visit, iri: str) -> Page | None:
    """Return the page of the claim called ``iri``, None when the release has none such."""
    found = await find_claims(visit, ONE, thing=iri)
    if not found or not found[0].kind:
        return None
    claim, words = found[0], visit.words("claim")
    title = words["claim"].format(label=claim.label)
    says = tell(claim)
    view = ClaimView(claim, words.get(claim.kind, words["other"]), cite(visit.view, iri, says or title))
    return Page(
        "claim", title, says or words["description"], view, alternates=formats_of(visit, iri), about=None
    )


def tell(claim: Claim) -> str:
    """Return what a claim says in one line."""
    value = claim.figure or (claim.object and claim.object.name) or claim.text
    if claim.hedge and claim.figure:
        value = f"{claim.hedge} {value}"
    if claim.kind == "text":
        return str(value or "")
    parts = (claim.subject and claim.subject.name, claim.property and claim.property.name, value)
    return " · ".join(str(part) for part in parts if part)

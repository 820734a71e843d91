"""A visitor of pages, who notes errors on the console, requests to other hosts, and dialogs."""

from collections.abc import Sequence
from urllib.parse import quote

from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page, Request


class Visitor:
    """A reader at ``page`` of the site at ``address``. ``troubles`` is what no page may cause."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.troubles: list[str] = []
        self.expected: tuple[str, ...] = ()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("request", self._watch)
        page.on("dialog", self._dismiss)

    def go(self, path: str) -> None:
        """Open the page at ``path`` and wait for it to be at rest."""
        self.page.goto(self.address + path, wait_until="networkidle")

    def ask(self, query: str) -> None:
        """Open the query page with ``query`` and wait for its answer."""
        self.go(f"/sparql?format=html&query={quote(query, safe='')}")
        self.answered()

    def answered(self) -> None:
        """Wait for an answer, or for what is wrong."""
        self.page.locator("#answers:not([aria-busy]) :is(.tabs, .error)").wait_for()

    @property
    def editor(self) -> Locator:
        """Where the query is written."""
        return self.page.get_by_role("textbox", name="SPARQL")

    def write(self, query: str) -> None:
        """Put ``query`` in place of what stands in the editor, by keyboard."""
        self.editor.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(query)

    def rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of the table of results."""
        found: list[list[str]] = self.page.locator(".results tbody").evaluate(
            "body => [...body.rows].map(row => [...row.cells].map(cell => cell.textContent))"
        )
        return found

    def _hear(self, message: ConsoleMessage) -> None:
        text = message.text
        if message.type in ("error", "warning") and not any(part in text for part in self.expected):
            self.troubles.append(f"console: {text} ({message.location.get('url')})")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.troubles.append(f"request off the host: {request.url}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

from pathlib import Path

import pytest

from kg.errors import ToolError
from kg.linkcheck import Fault
from kg.links import SAME, Link
from kg.lookup import AGENT, Client, Services, find_renamed
from kg.namespaces import ID
from kg.schemes import SCHEMES
from tests.apis import Apis, serving_apis

BY_NAME = {scheme.name: scheme for scheme in SCHEMES}
NAMES = {ID + "place-a": frozenset({"Harbour", "港城"}), ID + "org-a": frozenset({"Lantern"})}
LINKS = [
    Link("links.tsv:10", ID + "place-a", "Harbour", SAME, BY_NAME["wikidata"], "Q11", "Harbour"),
    Link("links.tsv:11", ID + "org-a", "Lantern", SAME, BY_NAME["wikidata"], "Q12", "Lantern"),
    Link("links.tsv:12", ID + "org-a", "Lantern", SAME, BY_NAME["ror"], "03cve4549", "Lantern (China)"),
    Link("links.tsv:13", ID + "place-a", "Harbour", SAME, BY_NAME["geonames"], "11/", "Harbour Shi"),
    Link("links.tsv:14", ID + "org-a", "Lantern", SAME, BY_NAME["dbpedia"], "Lantern", "Lantern"),
]
TRUE = {
    "Q11": ["Harbor", "港城"],
    "Q12": ["Lantern"],
    "03cve4549": ["Lantern (China)"],
    "11": ["Harbour Shi", "港城市"],
}


class Clock:
    """Sleeps in no time, and remembers how long."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


def look_up(
    apis: Apis, folder: Path, clock: Clock | None = None, judged: frozenset[tuple[str, str]] = frozenset()
) -> tuple[int, list[Fault]]:
    services = Services(apis.address, apis.address, apis.address)
    client = Client(folder, pause=0.0 if clock is None else 1.0, sleep=(clock or Clock()).sleep)
    return find_renamed(LINKS, NAMES, judged, services, client)


def test_names_that_agree_are_no_fault_and_who_asks_is_told(tmp_path: Path) -> None:
    with serving_apis(TRUE) as apis:
        assert look_up(apis, tmp_path) == (4, [])
    assert [path.partition("?")[0] for path in apis.asked] == [
        *("/w/api.php", "/v2/organizations/03cve4549", "/11/about.rdf"),
    ]
    assert "ids=Q11%7CQ12" in apis.asked[0]
    assert apis.agents == {AGENT}


@pytest.mark.parametrize(
    ("identifier", "place"),
    [("Q11", 10), ("Q12", 11), ("03cve4549", 12), ("11", 13)],
)
@pytest.mark.parametrize("answer", [["Another"], None], ids=["called otherwise", "gone"])
def test_an_object_that_is_gone_or_called_otherwise_is_found(
    identifier: str, place: int, answer: list[str] | None, tmp_path: Path
) -> None:
    others = {key: names for key, names in TRUE.items() if key != identifier}
    with serving_apis(others | ({identifier: answer} if answer else {})) as apis:
        _, faults = look_up(apis, tmp_path)
    assert [fault.place for fault in faults] == [f"links.tsv:{place}"]
    assert ("“Another”" if answer else "look it up again") in faults[0].message


def test_a_withdrawn_record_is_told_with_its_successor(tmp_path: Path) -> None:
    with serving_apis(TRUE | {"03cve4549": ["", "05x2bcf33"]}) as apis:
        (fault,) = look_up(apis, tmp_path)[1]
    assert fault.place == "links.tsv:12"
    assert "calls 03cve4549 withdrawn; its successor is https://ror.org/05x2bcf33:" in fault.message


def test_an_item_that_was_merged_is_told_though_the_names_agree(tmp_path: Path) -> None:
    with serving_apis(TRUE | {"Q99": ["Lantern"]}) as apis:
        apis.merged["Q12"] = "Q99"
        (fault,) = look_up(apis, tmp_path)[1]
    assert fault.place == "links.tsv:11"
    assert "has merged Q12 into Q99" in fault.message


def test_names_that_all_languages_share_are_asked_for(tmp_path: Path) -> None:
    with serving_apis(TRUE) as apis:
        look_up(apis, tmp_path)
    assert "languages=en%7Cmul%7Czh" in apis.asked[0]


MAXLAG = b'{"error": {"code": "maxlag", "info": "Waiting for db1: 7 seconds lagged", "lag": 7}}'
LIMIT = (
    b'<geonames><status message="the hourly limit of 1000 credits has been exceeded" value="19"/></geonames>'
)
NO_RECORD = b'<geonames><status message="record does not exist" value="11"/></geonames>'


def test_a_lag_told_with_status_200_is_waited_for_and_not_kept(tmp_path: Path) -> None:
    clock = Clock()
    with serving_apis(TRUE) as apis:
        apis.bodies.append(("/w/api.php", MAXLAG, {"Retry-After": "5"}))
        assert look_up(apis, tmp_path, clock) == (4, [])
        assert clock.waited[0] == 5
        asked = len(apis.asked)
        assert look_up(apis, tmp_path, clock) == (4, [])
        assert len(apis.asked) == asked


def test_a_lag_that_stays_is_told(tmp_path: Path) -> None:
    with serving_apis(TRUE) as apis:
        apis.bodies += [("/w/api.php", MAXLAG, {"Retry-After": "5"})] * 4
        with pytest.raises(ToolError, match="lags behind"):
            look_up(apis, tmp_path, Clock())


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/w/api.php", b'{"error": {"code": "no-such-entity", "info": "bad"}}', "no-such-entity"),
        ("/v2/organizations", b'{"errors": ["down for repair"]}', "down for repair"),
        ("about.rdf", LIMIT, "hourly limit of 1000 credits"),
        ("about.rdf", b"<html>sorry", "is no RDF/XML"),
    ],
)
def test_an_error_told_with_status_200_is_told_and_not_kept(
    path: str, body: bytes, told: str, tmp_path: Path
) -> None:
    with serving_apis(TRUE) as apis:
        apis.bodies.append((path, body, {}))
        with pytest.raises(ToolError, match=told):
            look_up(apis, tmp_path)
        assert look_up(apis, tmp_path) == (4, [])


@pytest.mark.parametrize(
    "body", [NO_RECORD, b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>']
)
def test_a_feature_without_a_record_or_a_name_is_gone(body: bytes, tmp_path: Path) -> None:
    with serving_apis(TRUE) as apis:
        apis.bodies.append(("about.rdf", body, {}))
        (fault,) = look_up(apis, tmp_path)[1]
    assert fault.place == "links.tsv:13"
    assert "has no 11/" in fault.message


@pytest.mark.parametrize(("when", "waits"), [("Thu, 01 Jan 2099 00:00:00 GMT", 60), ("soon", 2)])
def test_a_wait_is_told_as_a_date_too(when: str, waits: int, tmp_path: Path) -> None:
    clock = Clock()
    with serving_apis(TRUE) as apis:
        apis.refusals.append((503, {"Retry-After": when}))
        assert look_up(apis, tmp_path, clock) == (4, [])
    assert clock.waited[0] == waits


def test_what_was_judged_by_hand_may_be_called_otherwise(tmp_path: Path) -> None:
    with serving_apis(TRUE | {"Q12": ["Lantern Holdings"]}) as apis:
        assert look_up(apis, tmp_path / "a", judged=frozenset({("id:org-a", "wikidata:Q12")}))[1] == []
        assert len(look_up(apis, tmp_path / "b", judged=frozenset({("id:org-a", "wikidata:Q11")}))[1]) == 1


def test_an_answer_is_kept_and_an_empty_place_is_asked_again(tmp_path: Path) -> None:
    with serving_apis({key: names for key, names in TRUE.items() if key != "11"}) as apis:
        look_up(apis, tmp_path)
        look_up(apis, tmp_path)
    assert [path.partition("?")[0] for path in apis.asked[3:]] == ["/11/about.rdf"]


def test_a_busy_service_is_asked_again_when_it_says(tmp_path: Path) -> None:
    clock = Clock()
    with serving_apis(TRUE) as apis:
        apis.refusals += [(429, {"Retry-After": "7"}), (503, {})]
        assert look_up(apis, tmp_path, clock) == (4, [])
    assert clock.waited[0] == 7
    assert len(apis.asked) == 5


def test_one_host_is_asked_no_more_than_once_a_second(tmp_path: Path) -> None:
    clock = Clock()
    with serving_apis(TRUE) as apis:
        look_up(apis, tmp_path, clock)
    assert len(clock.waited) == 2  # three requests
    assert all(0.5 < seconds <= 1 for seconds in clock.waited)


def test_a_wait_of_hours_is_cut_and_patience_ends(tmp_path: Path) -> None:
    clock = Clock()
    with serving_apis(TRUE) as apis:
        apis.refusals += [(429, {"Retry-After": "7200"})] * 4
        with pytest.raises(ToolError, match="answers 429"):
            look_up(apis, tmp_path, clock)
    assert max(clock.waited) == 60
    assert len(apis.asked) == 4


def test_a_service_that_fails_or_is_not_there_is_told(tmp_path: Path) -> None:
    with serving_apis(TRUE) as apis:
        apis.refusals.append((500, {}))
        with pytest.raises(ToolError, match="answers 500"):
            look_up(apis, tmp_path)
    with pytest.raises(ToolError, match=r"cannot be reached .* leave out --online"):
        look_up(apis, tmp_path)


def test_an_answer_in_no_json_is_told(tmp_path: Path) -> None:
    with serving_apis(TRUE) as apis:
        apis.refusals.append((200, {}))
        with pytest.raises(ToolError, match="does not answer in JSON"):
            look_up(apis, tmp_path)
